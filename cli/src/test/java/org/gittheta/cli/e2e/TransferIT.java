// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gittheta.lfs.server.Fault;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.gittheta.storage.object.TemporaryFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves checkpoints between clones with plain git, through a real LFS server and through a folder. */
class TransferIT {
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        sandbox = repository.sandbox();
        sandbox.assumeGitLfs();
        sandbox.git(folder, "config", "--global", "lfs.locksverify", "false");
        sandbox.git(folder, "config", "--global", "lfs.transfer.maxretries", "1");
    }

    private Path served() throws IOException {
        Path served = Files.createDirectories(sandbox.root().resolve("served"));
        sandbox.bareRepository("served/m.git");
        sandbox.git(served.resolve("m.git"), "config", "http.receivepack", "true");
        return served;
    }

    private TrackedRepository cloned(String url, String name) throws IOException {
        sandbox.git(sandbox.root(), "clone", "-q", url, name);
        return repository.at(sandbox.root().resolve(name));
    }

    /** Deletes what a clone has of objects: those of git-lfs and those that were kept. */
    private static void deleteObjects(TrackedRepository of) throws IOException {
        TemporaryFiles.deleteTree(of.path(".git/lfs"));
    }

    @Test
    void aPushUploadsWhatIsNewAndAFreshCloneHasTheSameFiles() throws IOException {
        try (LfsServer server = LfsServer.start(served(), "user", "secret")) {
            sandbox.git(
                    folder,
                    "config",
                    "--global",
                    "credential.helper",
                    "!f() { echo username=user; echo password=secret; }; f");
            String url = server.url("m.git").toString();
            repository.git("remote", "add", "origin", url);
            repository.commit("m.safetensors", ONE);
            repository.git("push", "-q", "origin", "main");
            int first = server.objects("m.git").size();
            assertThat(first).isPositive();

            server.forgetRequests();
            repository.git("push", "-q", "origin", "main:again");
            assertThat(server.requests(Operation.UPLOAD))
                    .as("uploads of a second push")
                    .isEmpty();

            repository.commit("m.safetensors", TWO);
            repository.git("push", "-q", "origin", "main");
            assertThat(server.objects("m.git"))
                    .as("objects after one parameter changed")
                    .hasSize(first + 1);

            TrackedRepository clone = cloned(url, "clone");
            clone.assertHolds("m.safetensors", TWO);
            clone.assertClean();
            deleteObjects(clone);
            assertThat(sandbox.theta(clone.folder(), "diff", "HEAD~1", "HEAD").out())
                    .as("a diff of objects that are on the server only")
                    .contains("1 modified of 12 parameters, relative change");
            clone.git("checkout", "-q", "again");
            clone.assertHolds("m.safetensors", ONE);

            List<String> pointers = List.of(clone.git("ls-remote", "origin", "refs/theta/pointers")
                    .out()
                    .split("\n"));
            assertThat(pointers).singleElement().asString().contains("refs/theta/pointers");
        }
    }

    @Test
    void aServerThatFailsFailsThePushAndThenTheCheckoutAndBothSucceedWhenItIsMended() throws IOException {
        try (LfsServer server = LfsServer.start(served())) {
            String url = server.url("m.git").toString();
            repository.git("remote", "add", "origin", url);
            repository.commit("m.safetensors", ONE);
            server.fail(Operation.UPLOAD, new Fault.Status(422));
            Sandbox.Result push = repository.attempt("push", "-q", "origin", "main");
            assertThat(push.exitCode()).isNotZero();
            assertThat(push.err()).contains("git theta: ", "m.safetensors").doesNotContain("\tat ");
            assertThat(repository.git("ls-remote", "origin").out())
                    .as("refs on the server")
                    .isEmpty();
            server.heal();
            repository.git("push", "-q", "origin", "main");

            server.fail(Operation.DOWNLOAD, new Fault.Flipped());
            sandbox.git(sandbox.root(), "clone", "-q", "--no-checkout", url, "clone");
            TrackedRepository clone = repository.at(sandbox.root().resolve("clone"));
            Sandbox.Result checkout = clone.attempt("checkout", "-q", "main", "--", ".");
            assertThat(checkout.exitCode()).isNotZero();
            assertThat(checkout.err()).contains("git theta: m.safetensors: ", "is missing");
            assertThat(clone.store().kept()).as("objects that were let in").isEmpty();
            server.heal();
            clone.git("checkout", "-q", "main", "--", ".");
            clone.assertHolds("m.safetensors", ONE);
        }
    }

    @Test
    void aCloneWithoutObjectsStillPushesAndWhatNobodyHasFailsByName() throws IOException {
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        repository.commit("m.safetensors", ONE);
        repository.git("push", "-q", "origin", "main");

        TrackedRepository lazy = cloned(server.toUri().toString(), "lazy");
        deleteObjects(lazy);
        lazy.commit("notes.txt", new byte[] {1});
        lazy.git("push", "-q", "origin", "main");

        repository.git("pull", "-q", "origin", "main");
        repository.commit("m.safetensors", TWO);
        deleteObjects(repository);
        Sandbox.Result push = repository.attempt("push", "-q", "origin", "main");
        assertThat(push.exitCode()).isNotZero();
        assertThat(push.err()).contains("neither this clone nor the remote has", "m.safetensors");
    }

    @Test
    void stubsLeftByACloneAreFilledByPull() throws IOException {
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        repository.commit("m.safetensors", ONE);
        repository.commit("n.safetensors", TWO);
        repository.git("push", "-q", "origin", "main");
        TrackedRepository stubs =
                repository.with("GIT_THETA_SKIP_SMUDGE", "1").at(sandbox.root().resolve("stubs"));
        sandbox.with("GIT_THETA_SKIP_SMUDGE", "1")
                .git(sandbox.root(), "clone", "-q", server.toUri().toString(), "stubs");
        assertThat(new String(stubs.read("m.safetensors"), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("git-theta stub");

        sandbox.theta(stubs.folder(), "fetch", "HEAD:m.safetensors", "--parameters", "p05")
                .succeeded();
        assertThat(stubs.store().kept()).as("objects of one parameter").hasSize(1);
        sandbox.theta(stubs.folder(), "pull", "-I", "m.*").succeeded();
        stubs.assertHolds("m.safetensors", ONE);
        assertThat(Files.size(stubs.path("n.safetensors"))).isLessThan(TWO.length);
        sandbox.theta(stubs.folder(), "pull").succeeded();
        stubs.assertHolds("n.safetensors", TWO);
        stubs.assertClean();
    }

    @Test
    void hooksThatWereThereStillRunAndComeBack() throws IOException {
        Path server = sandbox.bareRepository("server.git");
        TrackedRepository other = TrackedRepository.another(sandbox, "other");
        other.git("remote", "add", "origin", server.toUri().toString());
        Path hook = other.path(".git/hooks/pre-push");
        Files.deleteIfExists(hook);
        String theirs = "#!/bin/sh\ncat > pushed.txt\n";
        Files.writeString(hook, theirs);
        Files.setPosixFilePermissions(hook, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(other.git("status").err()).doesNotContain("pre-push");
        other.write("m.safetensors", ONE);
        assertThat(other.git("add", "m.safetensors").err()).contains("pre-push", "git theta install");

        assertThat(sandbox.theta(other.folder(), "install").succeeded().err()).contains("pre-push.chained");
        other.commit("one");
        other.git("push", "-q", "origin", "main");
        assertThat(Files.readString(other.path("pushed.txt"))).startsWith("refs/heads/main ");
        assertThat(server.resolve("lfs/objects")).isDirectory();

        sandbox.theta(other.folder(), "uninstall").succeeded();
        assertThat(Files.readString(hook)).isEqualTo(theirs);
    }
}
