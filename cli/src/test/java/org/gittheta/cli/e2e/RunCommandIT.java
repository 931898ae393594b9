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

/** Runs commands, commits what they changed, and runs them again. */
class RunCommandIT {
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.sandbox().write(folder, "one", ONE);
        repository.sandbox().write(folder, "two", TWO);
        repository.commit("which", "one\n".getBytes(StandardCharsets.UTF_8));
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    private int commits() throws IOException {
        return Integer.parseInt(
                repository.git("rev-list", "--count", "HEAD").out().strip());
    }

    @Test
    void aRunIsCommittedAndRunAgainShowsWhatChangedByParameter() throws IOException {
        theta("run", "-m", "train", "-i", "which", "-o", "m.safetensors", "--", "cp ../$(cat {inputs}) {outputs}")
                .succeeded();
        repository.assertClean();
        assertThat(repository.git("log", "-1", "--format=%B").out())
                .startsWith("[DATALAD RUNCMD] train\n\n=== Do not change lines below ===\n{\n \"chain\": [],\n")
                .contains("\n \"cmd\": \"cp ../$(cat {inputs}) {outputs}\",\n")
                .containsPattern("above \\^\\^\\^\n\nTheta-Run-Duration: \\d");
        int before = commits();
        theta("rerun").succeeded();
        assertThat(commits()).isEqualTo(before);

        repository.commit("which", "two\n".getBytes(StandardCharsets.UTF_8));
        Sandbox.Result again = theta("rerun", "HEAD~1").succeeded();
        assertThat(again.out())
                .contains("m.safetensors: 1 modified of 12 parameters")
                .contains("p05");
        repository.assertHolds("m.safetensors", TWO);
        assertThat(theta("rerun", "--report", "--since", "").out().lines()).hasSize(2);
    }

    @Test
    void aFailureKeepsWhatTheCommandLeftAndSaysHowToSaveIt() throws IOException {
        Sandbox.Result failed = theta("run", "-m", "half", "--", "cp ../one m.safetensors; exit 3")
                .exitedWith(1);
        assertThat(failed.err()).contains("the command ended with 3; nothing was saved");
        assertThat(commits()).isEqualTo(2);
        repository.assertHolds("m.safetensors", ONE);
        assertThat(theta("run", "--", "true").exitedWith(1).err()).contains("the worktree has changes (m.safetensors)");
        repository.git("add", "-A");
        repository.git("commit", "-q", "--cleanup=verbatim", "-F", ".git/theta/run-message");
        assertThat(theta("rerun").succeeded().out()).contains("no commit");
        assertThat(theta("rerun", "HEAD~1").exitedWith(1).err()).contains("was made by a run");
        repository.git("commit", "-q", "--amend", "-m", """
                [DATALAD RUNCMD] gone

                === Do not change lines below ===
                {"cmd": "no-such-program-of-ours"}
                ^^^ Do not change lines above ^^^
                """);
        assertThat(theta("rerun").exitedWith(1).err()).contains("the command does not exist here");
        repository.git("commit", "-q", "--amend", "-m", """
                [DATALAD RUNCMD] damaged

                === Do not change lines below ===
                {"cmd":
                ^^^ Do not change lines above ^^^
                """);
        assertThat(theta("rerun").exitedWith(4).err()).contains("the run record is no JSON");
    }

    @Test
    void rowsGoOnAfterFailuresAndOnlyThoseRunAgain() throws IOException {
        Files.writeString(folder.resolve("rows"), "1\n2\n3\n");
        String[] run = {
            "run",
            "--foreach",
            "../rows",
            "-m",
            "row {line}",
            "--",
            "echo {line} > o{line}; test {line} != 2 -o -e ../ok"
        };
        Sandbox.Result failed = theta(run).exitedWith(1);
        assertThat(failed.err()).contains("1 row failed").endsWith("\n  2\n");
        assertThat(commits()).isEqualTo(4);
        assertThat(repository.git("ls-files").out()).contains("o1\n", "o3\n").doesNotContain("o2");
        Files.writeString(folder.resolve("ok"), "");
        theta("run", "--retry-failed", "--foreach", "../rows", "-m", "row {line}", "--", run[6])
                .succeeded();
        assertThat(commits()).isEqualTo(5);
        repository.assertClean();
    }

    @Test
    void runsOfAWorktreeComeBackByAMerge() throws IOException {
        theta("worktree", "add", "runs").succeeded();
        Path runs = repository.sandbox().root().resolve("runs");
        repository
                .sandbox()
                .theta(runs, "run", "--explicit", "-o", "m.safetensors", "--", "cp ../one m.safetensors; touch other")
                .succeeded();
        repository.commit("moved-on", new byte[] {1});
        repository.git("merge", "-q", "--no-edit", "feat/runs");
        repository.assertHolds("m.safetensors", ONE);
        assertThat(repository.path("other")).doesNotExist();

        Sandbox.Result again = theta("rerun", "--since", "HEAD~2", "--onto", "HEAD~2", "--branch", "again")
                .succeeded();
        assertThat(again.err()).contains(" is a merge and was passed over");
        assertThat(repository.path("moved-on")).exists();
        repository.assertHolds("m.safetensors", ONE);
    }
}
