// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps ideas in worktrees side by side, and removes them without losing anything. */
class WorktreeCommandIT {
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.write("pkg/__init__.py", "who = 'main'".getBytes(StandardCharsets.UTF_8));
        repository.commit("m.safetensors", ONE);
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    private TrackedRepository idea(String name) throws IOException {
        return repository.at(repository.sandbox().root().resolve(name));
    }

    private static void assertRefused(Sandbox.Result result, String sentence) {
        result.exitedWith(1);
        assertThat(result.err().lines().toList()).singleElement().asString().contains(sentence);
    }

    @Test
    void ideasSideBySideUntilOneWins() throws IOException {
        Files.createDirectory(repository.path("results"));
        theta("worktree", "add", "--lazy", "--setup", "touch made-in-${GIT_THETA_WORKTREE##*/}", "a", "b")
                .succeeded();
        TrackedRepository a = idea("a");
        assertThat(Files.size(a.path("m.safetensors"))).isLessThan(ONE.length);
        assertThat(Files.isSymbolicLink(a.path("results"))).isTrue();
        assertThat(a.git("status", "--porcelain").out()).isEqualTo("?? made-in-a\n");
        Files.delete(a.path("made-in-a"));
        Files.writeString(a.path("results/log"), "kept");
        assertThat(repository.path("results/log")).exists();

        a.write("pkg/__init__.py", "who = 'a'".getBytes(StandardCharsets.UTF_8));
        assertThat(theta("worktree", "exec", "a", "--", "python3", "-c", "import pkg; print(pkg.who)")
                        .out())
                .isEqualTo("a\n");
        Sandbox.Result exec = theta("worktree", "exec", "--json", "a", "--", "sh", "-c", "echo said; exit 4");
        assertThat(exec.exitedWith(4).err()).isEqualTo("said\n");
        assertThat(exec.out()).startsWith("{").contains("\"exit\" : 4", "/a\"");
        a.commit("m.safetensors", TWO);
        assertThat(theta("worktree", "list").out())
                .containsPattern("/a +feat/a +\\w+ +\\+1 -0 +1 checkpoint")
                .containsPattern("/b +feat/b +\\w+ +\\+0 -0 +1 stub .*dirty");

        repository.git("cherry-pick", "feat/a");
        repository.assertHolds("m.safetensors", TWO);
        theta("worktree", "remove", "--discard", "a", "b").succeeded();
        assertThat(a.folder()).doesNotExist();
        assertThat(repository.git("branch").out().strip()).isEqualTo("* main");
        assertThat(repository.path("results/log")).exists();
    }

    @Test
    void nothingIsMadeOrRemovedThatIsTakenOrWouldBeLost() throws IOException {
        theta("worktree", "add", "a").succeeded();
        TrackedRepository a = idea("a");
        a.assertHolds("m.safetensors", ONE);
        a.assertClean();
        assertRefused(theta("worktree", "add", "b", "a"), "the name is taken");
        repository.git("branch", "feat/c");
        assertRefused(theta("worktree", "add", "c"), "branch feat/c exists already");
        Files.createDirectory(idea("d").folder());
        assertRefused(theta("worktree", "add", "d"), "exists already");
        assertThat(idea("b").folder()).doesNotExist();

        a.write("new", new byte[1]);
        assertRefused(theta("worktree", "remove", "a"), "changes that are not committed");
        a.commit("new");
        assertRefused(theta("worktree", "remove", "a"), "on no remote, tag or other branch");
        a.git("checkout", "-q", "--detach", "HEAD~1");
        assertThat(theta("worktree", "sync", "a").succeeded().out()).contains("on feat/a again");
        repository.git("merge", "-q", "feat/a");
        repository.git("worktree", "lock", "--reason", "mine", a.folder().toString());
        assertRefused(theta("worktree", "remove", "a"), "locked (mine)");
        repository.git("worktree", "unlock", a.folder().toString());
        theta("worktree", "prune", "--merged").succeeded();
        assertThat(a.folder()).doesNotExist();
    }

    @Test
    void submodulesGetWorktreesOfTheirOwnAndGoFirst() throws IOException {
        repository.git("config", "--global", "protocol.file.allow", "always");
        TrackedRepository leaf = TrackedRepository.another(repository.sandbox(), "leaf");
        leaf.commit("m.safetensors", TWO);
        TrackedRepository middle = TrackedRepository.another(repository.sandbox(), "middle");
        middle.git("submodule", "--quiet", "add", leaf.folder().toString(), "leaf");
        middle.commit("leaf");
        repository.git("submodule", "--quiet", "add", middle.folder().toString(), "middle");
        repository.git("submodule", "--quiet", "add", leaf.folder().toString(), "inputs/leaf");
        repository.commit("middle");
        repository.git("submodule", "--quiet", "update", "--init", "--recursive");

        assertThat(theta("worktree", "add", "--dry-run", "--recursive", "a")
                        .succeeded()
                        .out()
                        .lines()
                        .skip(1))
                .containsExactly("  inputs/leaf on no branch", "  middle on feat/a", "  middle/leaf on feat/a");
        assertThat(theta("worktree", "add", "--recursive=nope", "a")
                        .exitedWith(2)
                        .err())
                .startsWith("git theta: no submodule's path matches 'nope'");
        theta("worktree", "add", "--recursive", "a").succeeded();
        TrackedRepository a = idea("a");
        a.assertHolds("middle/leaf/m.safetensors", TWO);
        repository.git("submodule", "--quiet", "update", "--init", "--recursive");
        a.git("submodule", "--quiet", "update", "--init", "--recursive");
        for (TrackedRepository tree : java.util.List.of(repository, a)) {
            tree.assertClean();
            Path inner = tree.path("middle/leaf");
            assertThat(tree.at(inner).git("rev-parse", "--show-toplevel").out().strip())
                    .isEqualTo(inner.toString());
        }
        assertThat(a.at(a.path("middle")).git("branch", "--show-current").out()).isEqualTo("feat/a\n");
        assertThat(a.at(a.path("inputs/leaf")).git("branch", "--show-current").out())
                .isEmpty();

        TrackedRepository inner = a.at(a.path("middle/leaf"));
        inner.commit("new", new byte[1]);
        assertRefused(theta("worktree", "remove", "a"), "changes that are not committed");
        // What git wrote into the shared configuration meanwhile is not taken for the first worktree's own.
        theta("worktree", "add", "--recursive", "--lazy", "b").succeeded();
        theta("worktree", "remove", "--discard", "a", "b").succeeded();
        assertThat(a.folder()).doesNotExist();
        repository.assertClean();
        assertThat(repository.at(repository.path("middle")).git("branch").out()).doesNotContain("feat/a");
    }

    @Test
    void aCheckpointThatGitHasAsItIsComesAsItIs() throws IOException {
        // Much more than fits into the pipes between git and the filter, so that neither may wait for the other.
        byte[] large = Model.of(4, 500_000, 1).bytes();
        repository.stageRaw("raw.safetensors", new String(large, StandardCharsets.ISO_8859_1));
        repository.git("commit", "-q", "-m", "raw");
        byte[] stored =
                repository.git("cat-file", "blob", "HEAD:raw.safetensors").bytes();
        assertThat(stored.length).isGreaterThan(3 << 20);
        theta("worktree", "add", "a").succeeded();
        idea("a").assertHolds("raw.safetensors", stored);
    }

    @Test
    void aCheckpointBecomesAStubAgainOnlyIfItCanComeBack() throws IOException {
        assertThat(theta("dematerialise", "m.safetensors").succeeded().out()).startsWith("Freed ");
        assertThat(Files.size(repository.path("m.safetensors"))).isLessThan(ONE.length);
        repository.assertClean();
        theta("checkout", "-q").succeeded();
        repository.assertHolds("m.safetensors", ONE);

        repository.write("m.safetensors", TWO);
        assertRefused(theta("dematerialise", "m.safetensors"), "was changed");
        repository.assertHolds("m.safetensors", TWO);
        // Dated back, so that git has no reason to read, and store, it again.
        theta("checkout", "-q", "--", "m.safetensors").succeeded();
        StoreFiles.delete(repository.store().lfs());
        theta("dematerialise", "m.safetensors").exitedWith(5);
        repository.assertHolds("m.safetensors", ONE);
    }
}
