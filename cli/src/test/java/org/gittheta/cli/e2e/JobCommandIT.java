// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs on snapshots while the tree that they were launched from moves on. */
class JobCommandIT {
    private static final byte[] ONE = Model.small(1).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit("m.safetensors", ONE);
        write("code", "launched");
    }

    private void write(String name, String text) throws IOException {
        repository.write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    private Process start(String script) throws IOException {
        return repository
                .sandbox()
                .start(
                        repository.folder(),
                        List.of(
                                repository.sandbox().launcher().toString(),
                                "job",
                                "exec",
                                "--link",
                                "results",
                                "--",
                                "sh",
                                "-c",
                                script),
                        folder.resolve("errors"));
    }

    private void awaitFile(String name) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(repository.path(name)); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(repository.path(name)).exists();
    }

    @Test
    void aSnapshotHasEverythingAndTouchesNothing() throws IOException {
        write("staged", "staged");
        repository.git("add", "staged");
        write("staged", "changed");
        String status = repository.git("status", "--porcelain").out();
        byte[] index = repository.read(".git/index");
        String branch = theta("job", "snapshot", "--prefix", "try", "--push")
                .succeeded()
                .out()
                .strip();
        assertThat(branch).matches("try-\\d{8}-\\d{6}");
        assertThat(repository.read(".git/index")).isEqualTo(index);
        assertThat(repository.git("status", "--porcelain").out()).isEqualTo(status);
        assertThat(repository.git("show", branch + ":staged").out()).isEqualTo("changed");
        assertThat(repository.git("show", branch + ":code").out()).isEqualTo("launched");
        assertThat(theta("job", "snapshot", "--prefix", "try").out().strip()).isEqualTo(branch);
    }

    @Test
    void aJobRunsTheCodeThatItWasLaunchedWith() throws Exception {
        repository.git("config", "--global", "protocol.file.allow", "always");
        TrackedRepository inner = TrackedRepository.another(repository.sandbox(), "inner");
        inner.commit("code", "committed".getBytes(StandardCharsets.UTF_8));
        repository.git("submodule", "--quiet", "add", inner.folder().toString(), "inner");
        repository.git("commit", "-q", "-m", "inner");
        write("inner/code", "launched");
        Process job = start("echo > results/here; while ! test -e results/go; do sleep .05; done;"
                + " cat code inner/code > results/ran; echo left > inner/left;"
                + " cmp m.safetensors ../../../../../m.safetensors && echo left > left");
        awaitFile("results/here");
        write("code", "moved on");
        write("inner/code", "moved on");
        Process second = start("cat code > results/second; cat inner/code >> results/second");
        assertThat(second.waitFor()).isZero();
        assertThat(repository.read("results/second")).asString().isEqualTo("moved onmoved on");
        assertThat(theta("job", "gc").succeeded().out()).contains(": running");
        write("results/go", "");
        assertThat(job.waitFor()).isZero();
        assertThat(repository.read("results/ran")).asString().isEqualTo("launchedlaunched");
        String branch = repository
                .git("for-each-ref", "--format=%(refname:short)", "refs/heads/job-results-*")
                .out()
                .strip();
        assertThat(repository.git("show", branch + ":left").out()).isEqualTo("left\n");
        TrackedRepository nested = repository.at(repository.path("inner"));
        assertThat(nested.git("show", branch + ":left").out()).isEqualTo("left\n");
        assertThat(repository
                        .git("log", "-1", "--format=%(trailers:key=Theta-Job-Exit)", branch)
                        .out())
                .startsWith("Theta-Job-Exit: 0");
        assertThat(theta("job", "gc").succeeded().out()).startsWith("Removed ");
        for (TrackedRepository tree : List.of(repository, nested)) {
            assertThat(tree.git("worktree", "list").out().lines()).hasSize(1);
            assertThat(tree.git("branch").out()).contains(branch);
        }
    }

    @Test
    void whatAKilledJobLeftStaysIfItIsNotSaved() throws Exception {
        Process clean = start("echo > results/clean; sleep 100");
        awaitFile("results/clean");
        Process dirty = start("echo > output; echo > results/dirty; sleep 100");
        awaitFile("results/dirty");
        for (Process job : List.of(clean, dirty)) {
            List<ProcessHandle> started = job.descendants().toList();
            job.destroyForcibly().waitFor();
            started.forEach(ProcessHandle::destroyForcibly);
        }
        Sandbox.Result gc = theta("job", "gc").succeeded();
        assertThat(gc.out())
                .containsPattern("Kept .*: orphaned, with output that is not saved")
                .containsPattern("Removed .* \\(orphaned\\)");
        assertThat(repository.git("worktree", "list").out().lines()).hasSize(2);
        // The snapshot is the only copy of code that was never committed.
        assertThat(repository.git("branch", "--list", "job-*").out()).isNotEmpty();
    }

    @Test
    void aCommandRunsOnAFullDisk() throws IOException {
        Sandbox sandbox = repository.sandbox();
        try (Tmpfs disk = Tmpfs.mount(sandbox, "disk", "8m")) {
            TrackedRepository small = TrackedRepository.another(sandbox, "disk/r");
            small.write("new", new byte[100_000]);
            disk.fillUpTo(0);
            Sandbox.Result ran = sandbox.theta(small.folder(), "job", "exec", "--", "sh", "-c", "echo ran; exit 6");
            assertThat(ran.exitedWith(6).out()).isEqualTo("ran\n");
            assertThat(ran.err()).contains("the command runs in place");
            disk.free();
            assertThat(small.git("status", "--porcelain").out()).isEqualTo("?? new\n");
            assertThat(small.git("worktree", "list").out().lines()).hasSize(1);
        }
    }

    @Test
    void aCommandRunsEvenIfThereCanBeNoSnapshot() throws IOException {
        Path nowhere = Files.createDirectory(folder.resolve("nowhere"));
        Sandbox.Result ran =
                repository.sandbox().theta(nowhere, "job", "exec", "--json", "--", "sh", "-c", "pwd; exit 5");
        assertThat(ran.exitedWith(5).err())
                .contains("the command runs in place", nowhere.toRealPath().toString());
        assertThat(ran.out()).contains("\"exit\" : 5,", "\"inPlace\" : \"not in a git repository");
        repository
                .sandbox()
                .theta(nowhere, "job", "exec", "--strict", "--", "true")
                .exitedWith(3);
        assertThat(theta("job", "exec", "--snapshot", "no-such", "--", "echo", "other code")
                        .exitedWith(2)
                        .out())
                .isEmpty();
        assertThat(theta("job", "exec", "--link", "../..", "--", "true")
                        .exitedWith(2)
                        .err())
                .isEqualTo("git theta: --link takes a path inside the worktree, not '../..'\n");
        repository
                .sandbox()
                .with("GIT_THETA_JOB_DIRECTORY", "/proc/no")
                .theta(repository.folder(), "job", "exec", "--", "touch", "in-place")
                .succeeded();
        assertThat(repository.path("in-place")).exists();
    }
}
