// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages files, with and without what must be in place first. */
class AddCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = sandbox.repository("r");
        sandbox.theta(repository, "track", "*.safetensors").succeeded();
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 2));
    }

    @Test
    void storesCheckpointsWhereGitDoesNotKnowTheFilter() throws IOException {
        assertThat(sandbox.theta(repository, "add", "a.safetensors").succeeded().err())
                .contains("git theta install");
        assertThat(sandbox.git(repository, "cat-file", "blob", ":a.safetensors").out())
                .startsWith("git-theta stub 1\n");
        Files.delete(repository.resolve("a.safetensors"));
        sandbox.theta(repository, "materialise").succeeded();
        assertThat(Files.readAllBytes(repository.resolve("a.safetensors"))).isEqualTo(TinyCheckpoint.of(1, 2));
        assertThat(sandbox.git(repository, "status", "--porcelain").out()).doesNotContain("AM");

        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        sandbox.theta(repository, "materialise").succeeded();
        assertThat(Files.readAllBytes(repository.resolve("a.safetensors")))
                .as("nobody named it")
                .isEqualTo(TinyCheckpoint.of(1, 3));
        assertThat(sandbox.theta(repository, "materialise", "--json", "a.safetensors")
                        .succeeded()
                        .out())
                .contains("\"a.safetensors\"");
        assertThat(Files.readAllBytes(repository.resolve("a.safetensors"))).isEqualTo(TinyCheckpoint.of(1, 2));
    }

    @Test
    void saysWhatWasStored() throws IOException {
        sandbox.install();
        assertThat(sandbox.theta(repository, "add", "a.safetensors").succeeded().out())
                .startsWith("a.safetensors: 2 parameters, 2.");
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        assertThat(sandbox.theta(repository, "add", "a.safetensors").succeeded().out())
                .isEqualTo("a.safetensors: parameters: 1 modified\n");
    }

    @Test
    void passesOptionsToGit() throws IOException {
        sandbox.install();
        assertThat(sandbox.theta(repository, "add", "-A", "--dry-run", "--", ".")
                        .succeeded()
                        .out())
                .isEqualTo("add '.gitattributes'\nadd 'a.safetensors'\n");
        assertThat(sandbox.git(repository, "ls-files").out()).isEmpty();
        sandbox.theta(repository, "add", "no-such-file").exitedWith(3);
    }

    @Test
    void appliesAnUpdateToTheCommittedVersion() throws IOException {
        sandbox.theta(repository, "install").succeeded();
        sandbox.commit(repository, "one");
        sandbox.write(repository, "update.bin", TinyCheckpoint.of(1, 9));
        String[] update = {"add", "a.safetensors", "--update-type", "dense", "--update-data", "update.bin"};
        assertThat(sandbox.theta(repository, update).succeeded().out())
                .startsWith("a.safetensors: 2 parameters updated, 2.0 kB as ")
                .contains("1 unchanged");
        assertThat(Files.readAllBytes(repository.resolve("a.safetensors"))).isEqualTo(TinyCheckpoint.of(1, 9));
        assertThat(sandbox.git(repository, "status", "--porcelain").out())
                .isEqualTo("M  a.safetensors\n?? update.bin\n");

        assertThat(sandbox.theta(repository, update).exitedWith(1).err()).contains("not committed");
        sandbox.theta(repository, "add", "a.safetensors", "--update-type", "ia3")
                .exitedWith(2);
    }

    @Test
    void warnsOfFilesThatAreNotTracked() throws IOException {
        sandbox.install();
        sandbox.write(repository, "model.bin", "x");
        assertThat(sandbox.theta(repository, "add", "model.bin").succeeded().err())
                .contains("model.bin is no tracked checkpoint");
        assertThat(sandbox.git(repository, "ls-files").out()).isEqualTo("model.bin\n");
    }
}
