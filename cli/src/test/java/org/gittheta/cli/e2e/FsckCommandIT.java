// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gittheta.lfs.server.LfsServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages stubs, objects and remotes, and reads what {@code git theta fsck} says. */
class FsckCommandIT {
    private static final Model MODEL = Model.of(4, 600_000, 1);
    private static final byte[] ONE = MODEL.bytes();
    private static final byte[] TWO = MODEL.with("p03", 2).bytes();

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        sandbox = repository.sandbox();
    }

    private Sandbox.Result fsck(TrackedRepository where, String... options) throws IOException {
        return sandbox.theta(
                where.folder(),
                Stream.concat(Stream.of("fsck"), Stream.of(options)).toArray(String[]::new));
    }

    /** Returns the object that only the second version of the checkpoint has. */
    private String commitTwoVersions() throws IOException {
        repository.commit("m.safetensors", ONE);
        List<String> before = repository.store().kept();
        repository.commit("m.safetensors", TWO);
        return repository.store().kept().stream()
                .filter(oid -> !before.contains(oid))
                .findFirst()
                .orElseThrow();
    }

    private void flip(String oid) throws IOException {
        byte[] bytes = Files.readAllBytes(repository.store().keptFile(oid));
        bytes[bytes.length / 2] ^= 0x40;
        Files.delete(repository.store().keptFile(oid));
        Files.delete(repository.store().objectFile(oid));
        Files.write(repository.store().keptFile(oid), bytes);
        Files.createLink(repository.store().objectFile(oid), repository.store().keptFile(oid));
    }

    private void remove(String oid) throws IOException {
        Files.delete(repository.store().keptFile(oid));
        Files.deleteIfExists(repository.store().objectFile(oid));
    }

    @Test
    void whatIsDamagedOrMissingIsNamedWithWhatNeedsIt() throws IOException {
        String oid = commitTwoVersions();
        String commit = repository.id("HEAD").substring(0, 12);
        TrackedRepository linked = repository.at(sandbox.worktree(repository.folder(), "linked"));
        assertThat(fsck(linked).succeeded().out()).contains("Checked 2 stubs", "all is well");

        flip(oid);
        Sandbox.Result flipped = fsck(linked).exitedWith(1);
        assertThat(flipped.out())
                .contains("damaged", "object " + oid + " of p03 of m.safetensors (commit " + commit + ")")
                .contains("git theta fsck --repair", "1 fault.");
        fsck(repository, "HEAD~1").succeeded();
        fsck(repository, "--stubs").succeeded();
        assertThat(fsck(repository, "--repair").exitedWith(1).out()).contains("damaged");
        assertThat(repository.store().kept()).contains(oid);

        remove(oid);
        Sandbox.Result missing = fsck(repository, "--objects", "HEAD~1..HEAD").exitedWith(1);
        assertThat(missing.out()).contains("missing  object " + oid, "git theta fetch " + commit);
        JsonNode answer = new ObjectMapper()
                .readTree(fsck(repository, "--json").exitedWith(1).out());
        assertThat(answer.at("/verdict").asText()).isEqualTo("fault");
        assertThat(answer.at("/faults/0/parameter").asText()).isEqualTo("p03");
        assertThat(answer.at("/faults/0/oid").asText()).isEqualTo(oid);
        fsck(repository, "no-such-commit").exitedWith(2);
    }

    @Test
    void stubsThatAreNoneOrDoNotFitAndCheckpointsWithoutOneAreFound() throws IOException {
        repository.commit("before.dat", ONE);
        commitTwoVersions();
        String stub = repository.stub("HEAD:m.safetensors");
        repository.stageRaw("broken.safetensors", stub.replace("param p01", "parm p01"));
        // The hash of another parameter's bytes: both objects are whole.
        String[] lines = stub.split("\n", -1);
        String[] first = lines[3].split(" ", -1);
        String[] second = lines[4].split(" ", -1);
        repository.stageRaw("mixed.safetensors", stub.replace(first[5], second[5]));
        repository.stageRaw("raw.safetensors", "a checkpoint that no filter saw");
        repository.git("commit", "-q", "-m", "by hand");
        String commit = repository.id("HEAD").substring(0, 12);

        Sandbox.Result found = fsck(repository).exitedWith(1);

        assertThat(found.out())
                .contains("stub     broken.safetensors (commit " + commit + ")")
                .contains("content  object ")
                .contains("of p00 of mixed.safetensors (commit " + commit + ")")
                .contains("raw      raw.safetensors (commit " + commit + ")")
                .contains("3 faults.")
                .doesNotContain("before.dat");
        assertThat(fsck(repository, "--stubs", "HEAD").exitedWith(1).out())
                .contains("broken.safetensors", "raw.safetensors")
                .doesNotContain("mixed.safetensors");
        fsck(repository, "--stubs", "HEAD~1").succeeded();
    }

    @Test
    void aRemoteIsAskedAndGivesBackWhatIsDamagedHere() throws IOException {
        Path served = Files.createDirectories(sandbox.root().resolve("served"));
        sandbox.bareRepository("served/m.git");
        sandbox.git(served.resolve("m.git"), "config", "http.receivepack", "true");
        sandbox.git(folder, "config", "--global", "lfs.locksverify", "false");
        fsck(repository, "--remote").exitedWith(3);
        try (LfsServer server = LfsServer.start(served)) {
            repository.git("remote", "add", "origin", server.url("m.git").toString());
            String oid = commitTwoVersions();
            repository.git("push", "-q", "origin", "main");
            repository.commit("local.safetensors", Model.small(5).bytes());
            fsck(repository, "--remote=origin").succeeded();

            flip(oid);
            assertThat(fsck(repository, "--repair").succeeded().out()).contains("mended   object " + oid);
            repository.store().assertWhole();

            remove(oid);
            assertThat(fsck(repository, "--remote").succeeded().out())
                    .contains("Not here, but on the remote: 1 object");
            sandbox.theta(repository.folder(), "fetch", "HEAD").succeeded();
            Files.delete(server.object("m.git", oid));
            assertThat(fsck(repository, "--remote").exitedWith(1).out())
                    .contains("remote   object " + oid + " of p03 of m.safetensors", "git theta push --all origin");
            server.refuse();
            assertThat(fsck(repository, "--remote").exitedWith(6).err()).contains("git theta: ", "cannot be reached");
        }
    }
}
