// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works in every place that git calls a working tree: all those of one repository share one store. */
class WorktreesIT {
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        // Git refuses submodules from a path unless told otherwise.
        repository.git("config", "--global", "protocol.file.allow", "always");
    }

    /** Commits one file, changes it back and forth, and checks that nothing but the given store was written to. */
    private void assertWorks(TrackedRepository tree, String name, StoreFiles store) throws IOException {
        String before = tree.commit(name, ONE);
        String stub = tree.id("HEAD:" + name);
        tree.commit(name, TWO);
        tree.git("checkout", "-q", before);
        tree.assertHolds(name, ONE);
        tree.assertClean();
        Files.delete(tree.path(name));
        tree.git("checkout", "--", name);
        tree.assertHolds(name, ONE);
        tree.write("again.safetensors", ONE);
        tree.git("add", "again.safetensors");
        assertThat(tree.id(":again.safetensors")).isEqualTo(stub);
        assertThat(tree.store().lfs().toRealPath()).isEqualTo(store.lfs().toRealPath());
        assertThat(store.kept()).hasSize(2);
        store.assertWhole();
    }

    private List<Path> storesBelow(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(path -> path.endsWith(Path.of("theta", "objects")))
                    .toList();
        }
    }

    @Test
    void aLinkedWorktree() throws IOException {
        TrackedRepository linked = repository.at(repository.sandbox().worktree(repository.folder(), "linked"));
        assertWorks(linked, "m.safetensors", repository.store());
        assertThat(storesBelow(folder)).containsExactly(repository.store().keepFolder());
    }

    @Test
    void worktreesSeeEachOthersParameters() throws IOException {
        repository.commit("m.safetensors", ONE);
        String stub = repository.id("HEAD:m.safetensors");
        List<String> objects = repository.store().objects();
        TrackedRepository linked = repository.at(repository.sandbox().worktree(repository.folder(), "linked"));
        linked.assertHolds("m.safetensors", ONE);
        linked.assertClean();
        linked.write("other.safetensors", ONE);
        linked.commit("other");
        assertThat(linked.id("HEAD:other.safetensors")).isEqualTo(stub);
        assertThat(repository.store().objects()).isEqualTo(objects);
        repository.git("worktree", "remove", "--force", linked.folder().toString());
        repository.git("merge", "-q", "linked");
        repository.assertHolds("other.safetensors", ONE);
        repository.assertClean();
    }

    @Test
    void aWorktreeOfABareRepository() throws IOException {
        Path bare = folder.toRealPath().resolve("bare.git");
        repository.git("clone", "-q", "--bare", repository.folder().toString(), bare.toString());
        TrackedRepository tree = repository.at(repository.sandbox().worktree(bare, "of-bare"));
        assertWorks(tree, "m.safetensors", new StoreFiles(bare.resolve("lfs")));
    }

    @Test
    void aSubmoduleAndAWorktreeOfIt() throws IOException {
        TrackedRepository library = TrackedRepository.another(repository.sandbox(), "library");
        repository.git("submodule", "--quiet", "add", library.folder().toString(), "sub module");
        repository.commit("submodule");
        StoreFiles store = new StoreFiles(repository.path(".git/modules/sub module/lfs"));
        TrackedRepository submodule = repository.at(repository.path("sub module"));
        assertWorks(submodule, "m.safetensors", store);
        submodule.git("reset", "-q", "--hard", "main");

        TrackedRepository tree = repository.at(repository.sandbox().worktree(submodule.folder(), "of-submodule"));
        tree.assertHolds("m.safetensors", TWO);
        tree.assertClean();
        assertWorks(tree, "n.safetensors", store);
        assertThat(storesBelow(folder)).hasSize(1);
    }

    @Test
    void subfoldersAndPathsThatNeedQuoting() throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : List.of(
                "a b/ünï 模型.safetensors",
                "quote's/\"double\".safetensors",
                "$HOME `x`;*/back\\slash.safetensors",
                "-line\nbreak.safetensors")) {
            repository.write(name, Model.small(names.size()).bytes());
            names.add(name);
        }
        Path inside = repository.path("a b");
        repository.at(inside).git("add", "-A", ":/");
        repository.git("commit", "-q", "-m", "names");
        repository.assertClean();
        List<String> stubs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Files.delete(repository.path(names.get(i)));
            stubs.add(repository.id("HEAD:" + names.get(i)));
        }
        repository.at(inside).git("checkout", "--", "../");
        // A process of its own for each file gets the name in its command line.
        repository.git("config", "--global", "--unset", "filter.theta.process");
        repository.git("rm", "-q", "-r", "--cached", ".");
        repository.git("add", "-A");
        for (int i = 0; i < names.size(); i++) {
            repository.assertHolds(names.get(i), Model.small(i).bytes());
            assertThat(repository.id(":" + names.get(i))).isEqualTo(stubs.get(i));
        }
    }

    @Test
    void aFailureNamesAPathThatNeedsQuotingInOneLine() throws IOException {
        String name = "a b/ünï\n\u001b[31m模型.safetensors";
        repository.write(name, "git-theta stub 1\nnonsense\n".getBytes(StandardCharsets.UTF_8));
        Sandbox.Result failed = repository.attempt("add", "-A");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.err().lines().filter(line -> line.startsWith("git theta: ")))
                .singleElement()
                .asString()
                .startsWith("git theta: a b/ünï\\n\\033[31m模型.safetensors: ");
    }
}
