// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets {@code git theta prune} delete what can be had again, and nothing else. */
class PruneCommandIT {
    private static final Model MODEL = Model.of(6, 20_000, 1);
    private static final byte[] ONE = MODEL.bytes();
    private static final byte[] TWO = MODEL.with("p03", 2).bytes();
    /** Objects that are deleted while the command is killed. */
    private static final int OTHERS = 1000;

    private static final byte[] THREE = MODEL.with("p03", 3).bytes();

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
        repository.commit("m.safetensors", ONE);
    }

    private Sandbox.Result prune(TrackedRepository where, String... options) throws IOException {
        String[] words = Stream.concat(Stream.of("prune"), Stream.of(options)).toArray(String[]::new);
        return sandbox.theta(where.folder(), words);
    }

    /** Dates all objects two days back. */
    private void age() throws IOException {
        StoreFiles store = repository.store();
        for (String oid : store.kept()) {
            Files.setLastModifiedTime(
                    store.keptFile(oid), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
    }

    /** Makes git forget a commit: nothing reaches it any more. */
    private void forget() throws IOException {
        repository.git("reset", "-q", "--hard", "HEAD~1");
        repository.git("reflog", "expire", "--expire=now", "--all");
    }

    @Test
    void whatARemoteHasIsDeletedAndComesBackWithThePull() throws IOException {
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        List<String> before = repository.store().kept();
        repository.commit("m.safetensors", TWO);
        String pushed = repository.id("HEAD");
        repository.git("push", "-q", "origin", "main");
        forget();
        repository.git("branch", "-q", "-r", "-d", "origin/main");
        repository.commit("m.safetensors", THREE);
        repository.git("reset", "-q", "--hard", "HEAD~1");
        repository.git("reflog", "expire", "--expire=now", "--all");
        List<String> all = repository.store().kept();

        assertThat(prune(repository).succeeded().out()).contains("Nothing to delete", "because they were used lately");
        age();
        Sandbox.Result dry = prune(repository, "--dry-run").succeeded();
        assertThat(dry.out()).contains("Would delete 1 object", "no remote is known to have them: p03");
        assertThat(repository.store().kept()).isEqualTo(all);

        JsonNode answer = new ObjectMapper()
                .readTree(prune(repository, "--json").succeeded().out());
        assertThat(answer.at("/deleted/count").asInt()).isEqualTo(1);
        assertThat(answer.at("/only_copies/objects/0/parameters/0").asText()).isEqualTo("p03");
        assertThat(repository.store().kept()).hasSize(all.size() - 1).containsAll(before);
        assertThat(repository.store().objects()).isEqualTo(repository.store().kept());
        prune(repository, "--even-the-only-copy").succeeded();
        assertThat(repository.store().kept()).isEqualTo(before);

        repository.git("fetch", "-q", "origin");
        repository.git("checkout", "-q", pushed);
        repository.assertHolds("m.safetensors", TWO);
        repository.git("checkout", "-q", "main");
        repository.write("m.safetensors", THREE);
        repository.git("add", ".");
        repository.store().assertWhole();
        repository.git("stash", "-q");
        repository.git("stash", "pop", "-q", "--index");
        repository.assertHolds("m.safetensors", THREE);
    }

    @Test
    void theServerIsAskedAboutEachObject() throws IOException {
        Path served = Files.createDirectories(sandbox.root().resolve("served"));
        sandbox.bareRepository("served/m.git");
        sandbox.git(served.resolve("m.git"), "config", "http.receivepack", "true");
        try (LfsServer server = LfsServer.start(served)) {
            repository.git("remote", "add", "origin", server.url("m.git").toString());
            List<String> before = repository.store().kept();
            repository.commit("m.safetensors", TWO);
            repository.git("push", "-q", "origin", "main");
            forget();
            repository.git("branch", "-q", "-r", "-d", "origin/main");
            age();
            String lost = repository.store().kept().stream()
                    .filter(oid -> !before.contains(oid))
                    .findFirst()
                    .orElseThrow();
            Path there = server.object("m.git", lost);
            Path aside = Files.move(there, served.resolve("aside"));
            server.forgetRequests();

            assertThat(prune(repository, "--verify-remote").succeeded().out()).contains("no remote is known to have");
            assertThat(repository.store().kept()).contains(lost);
            assertThat(server.requests(Operation.BATCH))
                    .singleElement()
                    .satisfies(request -> assertThat(request.oids()).containsExactly(lost));
            server.refuse();
            Sandbox.Result refused = prune(repository, "--verify-remote").exitedWith(6);
            assertThat(refused.err()).contains("git theta: warning: origin: ", "cannot be reached");
            prune(repository).exitedWith(6);
            assertThat(repository.store().kept()).contains(lost);
            server.accept();
            Files.move(aside, there);
            prune(repository, "--verify-remote").succeeded();
            assertThat(repository.store().kept()).isEqualTo(before);
        }
    }

    @Test
    void whatAnyWorktreeNeedsStaysAndSoDoFilesOfGitLfs() throws IOException {
        TrackedRepository linked = repository.at(sandbox.worktree(repository.folder(), "linked"));
        linked.write("staged.safetensors", TWO);
        linked.git("add", "staged.safetensors");
        repository.git("checkout", "-q", "--detach");
        repository.commit("m.safetensors", THREE);
        repository.git("lfs", "track", "*.bin");
        byte[] plain = "a file of git-lfs".getBytes(UTF_8);
        repository.commit("plain.bin", plain);
        List<String> objects = repository.store().objects();
        age();

        for (TrackedRepository where : List.of(repository, linked)) {
            prune(where, "--even-the-only-copy", "--expire=now").succeeded();
            assertThat(repository.store().objects()).isEqualTo(objects);
        }
        for (String name : List.of("m.safetensors", "plain.bin")) {
            Files.delete(repository.path(name));
        }
        repository.git("checkout", "--", ".");
        repository.assertHolds("m.safetensors", THREE);
        repository.assertHolds("plain.bin", plain);
        Files.delete(linked.path("staged.safetensors"));
        linked.git("checkout", "--", ".");
        linked.assertHolds("staged.safetensors", TWO);

        sandbox.git(repository.folder(), "config", "lfs.storage", sandbox.root() + "/shared");
        assertThat(prune(repository, "--even-the-only-copy").exitedWith(3).err())
                .contains("other clones may need");
        assertThat(prune(repository, "--expire=someday-xyz").exitedWith(2).err())
                .contains("2.weeks.ago");
    }

    private static boolean hasAll(StoreFiles store) throws IOException {
        try {
            return store.objects().size() >= OTHERS;
        } catch (UncheckedIOException e) {
            return false; // One was deleted while they were listed.
        }
    }

    @Test
    void killedInTheMiddleItLosesNothingThatIsNeeded() throws Exception {
        StoreFiles store = repository.store();
        List<String> needed = store.kept();
        for (int i = 0; i < OTHERS; i++) {
            byte[] bytes = ("nobody needs this " + i).getBytes(UTF_8);
            String oid = ContentId.of(bytes);
            Path kept = store.keptFile(oid);
            Path seen = store.objectFile(oid);
            Files.createDirectories(kept.getParent());
            Files.createDirectories(seen.getParent());
            Files.createLink(seen, Files.write(kept, bytes));
        }
        age();
        Running prune = Running.start(repository, "theta", "prune", "--even-the-only-copy");
        while (prune.process().isAlive() && hasAll(store)) {
            Thread.onSpinWait();
        }
        prune.started().forEach(ProcessHandle::destroyForcibly);
        prune.process().destroyForcibly().waitFor();

        // A quick prune may have ended by then, which is a moment to kill it at, too.
        assertThat(store.kept().size()).as("left by the kill").isBetween(needed.size(), needed.size() + OTHERS);
        assertThat(store.kept()).containsAll(needed);
        store.assertWhole();
        prune(repository, "--even-the-only-copy").succeeded();
        assertThat(store.kept()).isEqualTo(needed);
        assertThat(store.objects()).isEqualTo(needed);
        Files.delete(repository.path("m.safetensors"));
        repository.git("checkout", "--", ".");
        repository.assertHolds("m.safetensors", ONE);
    }
}
