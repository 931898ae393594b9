// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Holds what all comparisons share.
 *
 * @param work the folder for repositories; each comparison uses folders of its own below it
 * @param sandboxes where each contestant's commands run
 * @param remotes where each contestant's commits are pushed
 * @param runs the number of timed runs, besides the first, which warms up and samples the memory
 * @param progress told what is done now
 */
public record Arena(
        Path work, Map<Contestant, Sandbox> sandboxes, Remotes remotes, int runs, Consumer<String> progress) {
    /** Keeps the given entries. */
    public Arena {
        sandboxes = Map.copyOf(sandboxes);
    }

    ComparedRepository repository(Contestant contestant, CheckpointPair pair, String group) {
        Path folder = work.resolve("repositories").resolve(group).resolve(contestant.name());
        return new ComparedRepository(contestant, sandboxes.get(contestant), pair, folder, remotes);
    }

    void delete(String group) throws IOException {
        new FileTree(work.resolve("repositories").resolve(group)).delete();
    }

    /** Waits until all dirty pages are on the disk, so that one contestant's do not slow down the next. */
    static void settle() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
