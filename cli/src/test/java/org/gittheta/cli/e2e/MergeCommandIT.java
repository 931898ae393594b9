// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges branches whose models differ, with git and with git theta. */
class MergeCommandIT {
    private static final Model BASE = Model.small(1);
    private static final Model OURS = BASE.with("p05", 2).with("p08", 3);
    private static final Model THEIRS = BASE.with("p05", 4).with("p09", 5);

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit("m.safetensors", BASE.bytes());
        repository.git("switch", "-q", "-c", "side");
        repository.commit("m.safetensors", THEIRS.bytes());
        repository.git("switch", "-q", "main");
        repository.commit("m.safetensors", OURS.bytes());
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    @Test
    void takesASideByRuleAndWritesItIntoTheCommit() throws IOException {
        assertThat(theta("merge", "--dry-run", "--rule", "p05=theirs", "side")
                        .succeeded()
                        .out())
                .isEqualTo("m.safetensors:\n  p05: theirs (both changed its values)\n  p08: ours\n  p09: theirs\n");
        assertThat(theta("merge", "--dry-run", "side").exitedWith(1).out()).contains("p05: left open");

        theta("merge", "--rule", "p05=theirs", "--strategy", "average", "side").succeeded();

        repository.assertHolds(
                "m.safetensors", OURS.with("p05", 4).with("p09", 5).bytes());
        repository.assertClean();
        assertThat(repository.git("log", "-1", "--format=%B").out())
                .startsWith("Merge branch 'side'")
                .contains("Theta-strategy: average\n", "Theta-rule: p05=theirs\n");
        repository.git("fsck", "--strict");
    }

    @Test
    void computesInALinkedWorktreeFromTheRulesFile() throws IOException {
        Path other = repository.sandbox().worktree(repository.folder(), "linked");
        TrackedRepository linked = repository.at(other);
        linked.commit(".gittheta", "p0? = ties:density=0.5\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        linked.git("merge", "-q", "--no-edit", "side");
        linked.assertClean();
        byte[] merged = linked.read("m.safetensors");
        linked.git("reset", "-q", "--hard", "HEAD~1");
        linked.with("GIT_THETA_STRATEGY", "ties:density=0.5").git("merge", "-q", "--no-edit", "side");
        linked.assertHolds("m.safetensors", merged);
        assertThat(merged).isNotEqualTo(OURS.with("p09", 5).bytes());
    }

    @Test
    void aWrongStrategyIsSaidBeforeAnythingHappens() throws IOException {
        assertThat(theta("merge", "--strategy", "tise", "side").exitedWith(2).err())
                .startsWith("git theta: there is no strategy \"tise\"; there are average, base");
        assertThat(theta("merge", "--strategy", "ties:density=2", "side")
                        .exitedWith(2)
                        .err())
                .contains("it takes a number from 0 to 1");
        repository.assertHolds("m.safetensors", OURS.bytes());
        repository.assertClean();
        Sandbox.Result left = repository.with("GIT_THETA_STRATEGY", "tise").attempt("merge", "-q", "side");
        assertThat(left.exitCode()).isEqualTo(1);
        assertThat(left.err()).contains("there is no strategy \"tise\"").doesNotContain("Exception");
        repository.assertHolds("m.safetensors", OURS.with("p09", 5).bytes());
        repository.git("merge", "--abort");
        repository.assertHolds("m.safetensors", OURS.bytes());
        repository.assertClean();
    }

    @Test
    void rebaseCherryPickRevertAndStashMergeParameters() throws IOException {
        TrackedRepository withTheirs = repository.with("GIT_THETA_STRATEGY", "theirs");
        withTheirs.git("cherry-pick", "side");
        repository.assertHolds(
                "m.safetensors", OURS.with("p05", 4).with("p09", 5).bytes());
        withTheirs.git("revert", "--no-edit", "HEAD~1");
        // What we changed is taken back, but for p05, where theirs of a revert is the base.
        repository.assertHolds("m.safetensors", BASE.with("p09", 5).bytes());
        repository.git("reset", "-q", "--hard", "HEAD~2");
        withTheirs.git("rebase", "-q", "side");
        repository.assertHolds(
                "m.safetensors", THEIRS.with("p05", 2).with("p08", 3).bytes());
        repository.write(
                "m.safetensors",
                THEIRS.with("p05", 2).with("p08", 3).with("p00", 6).bytes());
        repository.git("stash", "-q");
        repository.commit("m.safetensors", THEIRS.with("p11", 7).bytes());
        withTheirs.git("stash", "pop", "-q");
        repository.assertHolds(
                "m.safetensors", THEIRS.with("p11", 7).with("p00", 6).bytes());
    }
}
