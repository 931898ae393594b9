// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adds the same new checkpoint in two worktrees at the same time. */
class ConcurrentIT {
    private static final int ROUNDS = Integer.getInteger("gittheta.races", 4);
    private static final String NAME = "m.safetensors";

    @TempDir
    private Path folder;

    private final Random random = new Random();

    @Test
    void bothAreRightAndEachObjectIsStoredOnce() throws Exception {
        TrackedRepository first = TrackedRepository.in(Sandbox.in(folder), "r");
        TrackedRepository second = first.at(first.sandbox().worktree(first.folder(), "linked"));
        List<String> objects = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            // Of one large parameter, and of many in one shared object.
            byte[] bytes = (round % 2 == 0 ? Model.of(2, 1_000_000, round) : Model.of(60, 20_000, round)).bytes();
            first.write(NAME, bytes);
            second.write(NAME, bytes);

            Running one = Running.start(first, "add", NAME);
            one.letRun(round < 2 ? 0 : random.nextInt(400_000_000));
            Running two = Running.start(second, "add", NAME);
            assertThat(one.process().waitFor())
                    .as(Files.readString(one.errors()))
                    .isZero();
            assertThat(two.process().waitFor())
                    .as(Files.readString(two.errors()))
                    .isZero();

            String stub = first.id(":" + NAME);
            assertThat(second.id(":" + NAME)).as("round %s", round).isEqualTo(stub);
            List<String> added = new ArrayList<>(first.store().objects());
            added.removeAll(objects);
            // One that reads the other's memo half written packs the rest a second time; no stub names that object.
            assertThat(added).filteredOn(first.stub(stub)::contains).isNotEmpty();
            objects.addAll(added);
            assertHolds(first, bytes);
            assertHolds(second, bytes);
        }
        first.store().assertWhole();
        assertThat(first.store().temporary()).isEmpty();
        assertThat(first.store().kept()).isEqualTo(first.store().objects());
    }

    private static void assertHolds(TrackedRepository tree, byte[] bytes) throws IOException {
        Files.delete(tree.path(NAME));
        tree.git("checkout", "--", NAME);
        tree.assertHolds(NAME, bytes);
    }
}
