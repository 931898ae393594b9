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
    private static final int ROUNDS = Integer.getInteger("gittheta.kills", 10);
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
        Running git = Running.start(repository, arguments);
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
        Files.deleteIfExists(repository.path(".git/index.lock"));
        return hit;
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
}
