// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brings a checkpoint into every state, and asks what it is in. */
class StatusCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.in(sandbox, "r").folder();
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.write(repository, "notes.txt", "x");
        sandbox.commit(repository, "one");
    }

    private JsonNode only(String... pathspecs) throws IOException {
        String[] arguments = Stream.concat(Stream.of("status", "--json", "--"), Stream.of(pathspecs))
                .toArray(String[]::new);
        JsonNode all = new ObjectMapper()
                .readTree(sandbox.theta(repository, arguments).succeeded().out());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String states(JsonNode status) {
        return status.get("states").toString();
    }

    @Test
    void saysWhenNothingChanged() throws IOException {
        assertThat(sandbox.theta(repository, "status").succeeded().out()).isEqualTo("1 checkpoint, nothing changed.\n");
        assertThat(states(only())).isEqualTo("[]");
    }

    @Test
    void countsStagedParameters() throws IOException {
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        sandbox.git(repository, "add", ".");
        JsonNode status = only();
        assertThat(states(status)).isEqualTo("[\"staged\"]");
        assertThat(status.get("staged").asText()).isEqualTo("M");
        assertThat(status.get("parameters").toString()).isEqualTo("{\"added\":0,\"removed\":0,\"modified\":1}");
        assertThat(sandbox.theta(repository, "status").succeeded().out())
                .isEqualTo("To be committed:\n  parameters: 1 modified  a.safetensors\n");
    }

    @Test
    void seesNewModifiedAndDeletedFiles() throws IOException {
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(5, 5));
        assertThat(states(only())).isEqualTo("[\"modified\"]");
        Files.delete(repository.resolve("a.safetensors"));
        assertThat(states(only())).isEqualTo("[\"deleted\"]");
        sandbox.git(repository, "rm", "-q", "--cached", "a.safetensors");
        assertThat(only().get("staged").asText()).isEqualTo("D");
        sandbox.write(repository, "b.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.git(repository, "add", "b.safetensors");
        assertThat(only("b.safetensors").get("staged").asText()).isEqualTo("A");
    }

    @Test
    void seesStubsLeftInTheWorktree() throws IOException {
        Files.delete(repository.resolve("a.safetensors"));
        sandbox.with("GIT_THETA_SKIP_SMUDGE", "1").git(repository, "checkout", "-q", "--", ".");
        assertThat(states(only())).isEqualTo("[\"stub\"]");
        assertThat(sandbox.theta(repository, "status").succeeded().out()).contains("git theta checkout -- PATH");
    }

    @Test
    void seesRawBytesInGit() throws IOException {
        sandbox.write(repository, "raw.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.git(
                repository,
                "-c",
                "filter.theta.process=",
                "-c",
                "filter.theta.clean=",
                "-c",
                "filter.theta.required=false",
                "add",
                "raw.safetensors");
        assertThat(states(only("raw.safetensors"))).contains("\"raw\"");
    }

    @Test
    void countsMissingObjects() throws IOException {
        // Were the file as young as the index, git would have it cleaned again, which stores what is missing.
        Files.setLastModifiedTime(
                repository.resolve("a.safetensors"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        sandbox.git(repository, "add", "a.safetensors");
        try (Stream<Path> files = Files.walk(repository.resolve(".git/lfs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        JsonNode status = only();
        assertThat(states(status)).isEqualTo("[\"missing-objects\"]");
        assertThat(status.get("missingObjects").asInt()).isPositive();
        assertThat(status.get("missingBytes").asInt()).isPositive();
    }

    @Test
    void seesConflicts() throws IOException {
        sandbox.git(repository, "checkout", "-q", "-b", "other");
        sandbox.git(repository, "rm", "-q", "a.safetensors");
        sandbox.git(repository, "commit", "-q", "-m", "without");
        sandbox.git(repository, "checkout", "-q", "main");
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        sandbox.commit(repository, "with");
        sandbox.run(repository, new byte[0], List.of("git", "merge", "-q", "other"))
                .exitedWith(1);
        assertThat(states(only())).isEqualTo("[\"conflict\"]");
    }

    @Test
    void leavesTheIndexAsItIsForOtherPrograms() throws IOException {
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        sandbox.git(repository, "add", ".");
        sandbox.git(repository, "status");
        byte[] index = Files.readAllBytes(repository.resolve(".git/index"));
        only();
        assertThat(repository.resolve(".git/index")).hasBinaryContent(index);
    }
}
