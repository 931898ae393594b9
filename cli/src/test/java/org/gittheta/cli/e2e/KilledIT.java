// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills git, or the filter below it, at random moments.
 *
 * <p>The system property {@code gittheta.kills} sets the number of rounds, {@code gittheta.seed} their moments.
 */
class KilledIT {
    private static final int ROUNDS = Integer.getInteger("gittheta.kills", 6);
    private static final long SEED = Long.getLong("gittheta.seed", System.nanoTime());
    private static final String NAME = "m.safetensors";

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<ProcessHandle> left = new ArrayList<>();
    private TrackedRepository repository;

    @AfterEach
    void waitForWhatWasLeft() {
        left.forEach(handle ->
                handle.onExit().completeOnTimeout(handle, 20, TimeUnit.SECONDS).join());
    }

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
    }

    private static byte[] model(int round) {
        return Model.of(24, 25_000, round).bytes();
    }

    /** Runs git for a random part of the time it takes, kills the filter or git itself, and tells whether that hit. */
    private boolean kill(long time, String... arguments) throws IOException, InterruptedException {
        return kill(repository, time, arguments);
    }

    private boolean kill(TrackedRepository in, long time, String... arguments)
            throws IOException, InterruptedException {
        Running git = Running.start(in, arguments);
        git.letRun((long) (random.nextDouble() * time));
        List<ProcessHandle> started = git.started();
        if (random.nextBoolean()) {
            started.forEach(ProcessHandle::destroyForcibly);
        } else {
            git.process().destroyForcibly();
        }
        // A filter whose git is dead may go on for a moment: the next command must work beside it.
        left.addAll(started);
        boolean hit = git.process().waitFor() != 0;
        // What git itself tells its user to do.
        Files.deleteIfExists(in.path(".git/index.lock"));
        return hit;
    }

    /** Does the same for refs, after all that was started has ended. */
    private void deleteLocks(Path gitDirectory) throws IOException {
        waitForWhatWasLeft();
        left.clear();
        try (Stream<Path> files = Files.walk(gitDirectory)) {
            for (Path lock :
                    files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                Files.delete(lock);
            }
        }
    }

    @Test
    void nothingIsLostAndTheNextCommandWorks() throws Exception {
        repository.write(NAME, model(0));
        long time = repository.git("add", NAME).time().toNanos();
        int adds = 0;
        int checkouts = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            byte[] bytes = model(round);
            repository.write(NAME, bytes);
            adds += kill(time, "add", NAME) ? 1 : 0;
            repository.assertHolds(NAME, bytes);
            repository.store().assertWhole();

            time = repository.git("add", NAME).time().toNanos();
            repository.store().assertWhole();
            String stub = repository.id(":" + NAME);
            List<String> objects = repository.store().objects();

            Files.delete(repository.path(NAME));
            checkouts += kill(time, "checkout", "--", NAME) ? 1 : 0;
            repository.git("checkout", "--", NAME);
            repository.assertHolds(NAME, bytes);
            assertThat(repository.git("diff", "--name-only").out())
                    .as("seed %s, round %s", SEED, round)
                    .isEmpty();
            assertThat(repository.id(":" + NAME)).isEqualTo(stub);
            assertThat(repository.store().objects()).isEqualTo(objects);
        }
        repository.store().assertWhole();
        assertThat(adds).as("kills that hit an add, seed %s", SEED).isPositive();
        assertThat(checkouts).as("kills that hit a checkout, seed %s", SEED).isPositive();
    }

    @Test
    void aPushAndADownloadThatAreKilledLoseNothingAndSucceedWhenRepeated() throws Exception {
        Sandbox sandbox = repository.sandbox();
        sandbox.assumeGitLfs();
        Path server = sandbox.bareRepository("server.git");
        String url = server.toUri().toString();
        repository.git("remote", "add", "origin", url);
        repository.commit(NAME, model(0));
        long pushing = repository.git("push", "-q", "origin", "main").time().toNanos();
        sandbox.with("GIT_THETA_SKIP_SMUDGE", "1").git(sandbox.root(), "clone", "-q", url, "clone");
        TrackedRepository clone = repository.at(sandbox.root().resolve("clone"));
        long pulling = sandbox.theta(clone.folder(), "pull").succeeded().time().toNanos();
        for (int round = 1; round <= (ROUNDS + 2) / 3; round++) {
            byte[] bytes = model(round);
            String commit = repository.commit(NAME, bytes);
            kill(pushing, "push", "-q", "origin", "main");
            deleteLocks(repository.path(".git"));
            deleteLocks(server);
            repository.store().assertWhole();
            if (repository.git("ls-remote", "origin", "main").out().startsWith(commit)) {
                assertThat(serverHas(server, commit))
                        .as("objects before refs, seed %s", SEED)
                        .isTrue();
            }
            repository.git("push", "-q", "origin", "main");
            assertThat(serverHas(server, commit)).as("seed %s", SEED).isTrue();

            clone.git("fetch", "-q", "origin");
            kill(clone, pulling, "reset", "-q", "--hard", "origin/main");
            deleteLocks(clone.path(".git"));
            assertThat(clone.store().kept())
                    .as("seed %s", SEED)
                    .isSubsetOf(repository.store().kept());
            clone.git("reset", "-q", "--hard", "origin/main");
            clone.assertHolds(NAME, bytes);
            clone.store().assertWhole();
        }
    }

    /** Tells whether the server has every object of a commit's stub. */
    private boolean serverHas(Path server, String commit) throws IOException {
        List<String> there = new StoreFiles(server.resolve("lfs")).objects();
        return repository
                .stub(commit + ":" + NAME)
                .lines()
                .flatMap(line ->
                        Pattern.compile("\\b([0-9a-f]{64}):[0-9]").matcher(line).results())
                .allMatch(found -> there.contains(found.group(1)));
    }
}
