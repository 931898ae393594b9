// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses git as its users do: whatever the command, the bytes are right and nothing looks changed that is not. */
class PlainGitIT {
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();
    private static final byte[] THREE = Model.small(1).with("p08", 3).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;
    private String first;
    private String second;
    private String stubOne;
    private String stubTwo;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        first = repository.commit("m.safetensors", ONE);
        second = repository.commit("m.safetensors", TWO);
        stubOne = repository.id(first + ":m.safetensors");
        stubTwo = repository.id(second + ":m.safetensors");
        assertThat(stubTwo).isNotEqualTo(stubOne);
    }

    private void assertIs(byte[] bytes, String stub) throws IOException {
        repository.assertHolds("m.safetensors", bytes);
        assertThat(repository.id(":m.safetensors")).isEqualTo(stub);
        repository.assertClean();
    }

    @Test
    void checkoutSwitchRestoreAndReset() throws IOException {
        repository.git("checkout", "-q", first);
        assertIs(ONE, stubOne);
        repository.git("switch", "-q", "main");
        assertIs(TWO, stubTwo);
        repository.git("restore", "--source", first, "--staged", "--worktree", "m.safetensors");
        repository.assertHolds("m.safetensors", ONE);
        assertThat(repository.id(":m.safetensors")).isEqualTo(stubOne);
        repository.git("reset", "-q", "--hard");
        assertIs(TWO, stubTwo);
        repository.git("reset", "-q", "--mixed", "HEAD~1");
        repository.git("add", "m.safetensors");
        assertThat(repository.id(":m.safetensors")).isEqualTo(stubTwo);
        repository.git("commit", "-q", "-m", "again");
        repository.git("add", "--renormalize", ".");
        assertIs(TWO, stubTwo);
    }

    @Test
    void stashOfChangedStagedAndUntrackedFiles() throws IOException {
        repository.write("m.safetensors", THREE);
        repository.git("stash", "-q");
        assertIs(TWO, stubTwo);
        repository.git("stash", "pop", "-q");
        repository.assertHolds("m.safetensors", THREE);

        repository.git("add", "m.safetensors");
        String stubThree = repository.id(":m.safetensors");
        repository.write("new.safetensors", ONE);
        repository.git("stash", "-q", "-u");
        assertIs(TWO, stubTwo);
        assertThat(repository.path("new.safetensors")).doesNotExist();
        repository.git("stash", "pop", "-q", "--index");
        repository.assertHolds("m.safetensors", THREE);
        repository.assertHolds("new.safetensors", ONE);
        assertThat(repository.id(":m.safetensors")).isEqualTo(stubThree);
        repository.git("add", "new.safetensors");
        assertThat(repository.id(":new.safetensors")).isEqualTo(stubOne);
    }

    @Test
    void movedCopiedAndRemovedFiles() throws IOException {
        List<String> objects = repository.store().objects();
        repository.git("mv", "m.safetensors", "moved.safetensors");
        Files.copy(repository.path("moved.safetensors"), repository.path("copy.safetensors"));
        repository.write("old.safetensors", ONE);
        repository.git("add", "-A");
        assertThat(repository.id(":moved.safetensors")).isEqualTo(stubTwo);
        assertThat(repository.id(":copy.safetensors")).isEqualTo(stubTwo);
        assertThat(repository.id(":old.safetensors")).isEqualTo(stubOne);
        assertThat(repository.store().objects()).isEqualTo(objects);
        repository.git("commit", "-q", "-m", "moved");
        repository.git("rm", "-q", "moved.safetensors");
        repository.git("revert", "-n", "HEAD");
        repository.git("commit", "-q", "-m", "back");
        assertIs(TWO, stubTwo);
    }

    @Test
    void cherryPickRevertAndRebase() throws IOException {
        repository.git("switch", "-q", "-c", "topic", first);
        repository.write("other.safetensors", THREE);
        repository.commit("other");
        String stubThree = repository.id("HEAD:other.safetensors");
        repository.git("cherry-pick", "main");
        assertIs(TWO, stubTwo);
        repository.git("revert", "--no-edit", "HEAD");
        assertIs(ONE, stubOne);
        repository.git("reset", "-q", "--hard", "HEAD~2");
        assertIs(ONE, stubOne);
        repository.git("rebase", "-q", "main");
        assertIs(TWO, stubTwo);
        repository.assertHolds("other.safetensors", THREE);
        assertThat(repository.id("HEAD:other.safetensors")).isEqualTo(stubThree);
        repository.git("switch", "-q", "main");
        repository.git("merge", "-q", "topic");
        repository.assertHolds("other.safetensors", THREE);
        repository.git("merge-tree", "--write-tree", "main", "topic");
        repository.assertClean();
    }

    @Test
    void checkoutThatCarriesAChangeAlong() throws IOException {
        repository.git("branch", "side", second);
        repository.write("m.safetensors", THREE);
        repository.git("checkout", "-q", "side");
        repository.assertHolds("m.safetensors", THREE);
        repository.git("checkout", "-q", "-m", "main");
        repository.assertHolds("m.safetensors", THREE);
        assertThat(repository.git("status", "--porcelain").out()).isEqualTo(" M m.safetensors\n");

        assertThat(repository.attempt("checkout", "-q", first).exitCode()).isNotZero();
        repository.assertHolds("m.safetensors", THREE);
        repository.write("m.safetensors", TWO);
        assertIs(TWO, stubTwo);
    }

    @Test
    void archiveHasTheFiles() throws IOException {
        repository.write("dir/n.safetensors", THREE);
        repository.commit("dir");
        repository.git("archive", "-o", "../a.tar", "HEAD");
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        repository
                .sandbox()
                .run(unpacked, new byte[0], List.of("tar", "-xf", "../a.tar"))
                .succeeded();
        TrackedRepository files = repository.at(unpacked);
        files.assertHolds("m.safetensors", TWO);
        files.assertHolds("dir/n.safetensors", THREE);
    }

    @Test
    void sparseCheckoutTakesFilesAwayAndBringsThemBack() throws IOException {
        repository.write("dir/n.safetensors", THREE);
        repository.write("far/o.safetensors", ONE);
        repository.commit("dir");
        String index = repository.index();
        repository.git("sparse-checkout", "set", "--cone", "dir");
        assertThat(repository.path("far")).doesNotExist();
        repository.assertClean();
        repository.git("checkout", "-q", "HEAD~1");
        repository.git("checkout", "-q", "main");
        repository.assertHolds("dir/n.safetensors", THREE);
        repository.git("sparse-checkout", "disable");
        repository.assertHolds("far/o.safetensors", ONE);
        repository.assertClean();
        assertThat(repository.index()).isEqualTo(index);
    }

    @Test
    void aCloneWithTheObjectsIsTheSameAndOneWithoutSaysWhatIsMissing() throws IOException {
        Path withObjects = folder.resolve("with");
        repository.git(
                "config", "--global", "lfs.storage", repository.store().lfs().toString());
        repository.git("clone", "-q", repository.folder().toString(), withObjects.toString());
        TrackedRepository clone = repository.at(withObjects);
        clone.assertHolds("m.safetensors", TWO);
        clone.assertClean();
        clone.write("m.safetensors", THREE);
        clone.commit("three");
        String stubThree = clone.id("HEAD:m.safetensors");
        clone.git("checkout", "-q", first);
        clone.assertHolds("m.safetensors", ONE);
        repository.write("m.safetensors", ONE);
        repository.git("add", "m.safetensors");
        assertThat(repository.id(":m.safetensors")).isEqualTo(stubOne);
        repository.git("reset", "-q", "--hard");
        repository.git("fetch", "-q", withObjects.toString(), "main");
        repository.git("merge", "-q", "--ff-only", "FETCH_HEAD");
        assertIs(THREE, stubThree);

        repository.git("config", "--global", "--unset", "lfs.storage");
        Path hidden = Files.move(repository.store().lfs(), folder.resolve("hidden"));
        Path without = folder.resolve("without");
        Sandbox.Result failed =
                repository.attempt("clone", "-q", repository.folder().toString(), without.toString());
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.err().lines().filter(line -> line.startsWith("git theta: ")))
                .singleElement()
                .asString()
                .startsWith("git theta: m.safetensors: ")
                .contains("missing");
        assertThat(failed.err()).doesNotContain("\tat ", "Exception");

        TrackedRepository later = repository.at(without);
        repository
                .sandbox()
                .run(folder, new byte[0], List.of("cp", "-r", hidden + "/.", without + "/.git/lfs"))
                .succeeded();
        later.git("reset", "-q", "--hard");
        later.assertHolds("m.safetensors", THREE);
        later.assertClean();
    }

    @Test
    void aMixtureOfTheLinesOfTwoStubsIsACheckpoint() throws IOException {
        String one = repository.stub(stubOne);
        Model mixed = Model.small(1);
        repository.write("other.safetensors", Model.small(9).bytes());
        repository.git("add", "other.safetensors");
        List<String> other = repository.stub(":other.safetensors").lines().toList();
        List<String> lines = new java.util.ArrayList<>(one.lines().toList());
        for (int i = 3; i < lines.size(); i += 2) {
            lines.set(i, other.get(i));
            String name = other.get(i).split(" ", -1)[1];
            mixed = mixed.with(name, Model.small(9).seeds().get(name));
        }
        String id = repository.stageRaw("m.safetensors", String.join("\n", lines) + "\n");
        Files.delete(repository.path("m.safetensors"));
        repository.git("checkout", "--", "m.safetensors");
        repository.assertHolds("m.safetensors", mixed.bytes());
        repository.git("add", "--renormalize", ".");
        assertThat(repository.id(":m.safetensors")).isEqualTo(id);
    }

    @Test
    void aMergeOfStubsLineByLineIsACheckpointWithBothChanges() throws IOException {
        repository.write(".gitattributes", "*.safetensors filter=theta -text\n".getBytes(StandardCharsets.UTF_8));
        repository.commit("as a server merges, which has no driver");
        repository.git("switch", "-q", "-c", "side");
        repository.commit(
                "m.safetensors", Model.small(1).with("p05", 2).with("p00", 4).bytes());
        repository.git("switch", "-q", "main");
        repository.commit(
                "m.safetensors", Model.small(1).with("p05", 2).with("p11", 5).bytes());

        repository.git("merge", "-q", "--no-edit", "side");

        repository.assertHolds(
                "m.safetensors",
                Model.small(1).with("p05", 2).with("p00", 4).with("p11", 5).bytes());
        repository.assertClean();
    }
}
