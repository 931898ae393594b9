// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Reads how much processor time the processes have taken that this one started and that have ended, and those that they
 * waited for: {@code cutime} and {@code cstime} of {@code /proc/self/stat} (proc(5)), in ticks of 10 ms.
 */
final class ProcessorTime {
    private static final double TICKS_PER_SECOND = 100;

    /** Counted from behind the name of the program, which may hold blanks. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    /** Returns seconds, or nothing where there is no {@code /proc}. */
    static OptionalDouble ofChildren() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalDouble.of((Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
                    / TICKS_PER_SECOND);
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }
}
