// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Predicate;

/** Names the branches of snapshots: {@code PREFIX-YYYYMMDD-HHMMSS}. */
final class SnapshotName {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private SnapshotName() {}

    /** Returns a name that is not taken: a number follows where several begin in one second. */
    static String of(String prefix, LocalDateTime time, Predicate<String> isTaken) {
        String name = prefix + "-" + time.format(TIME);
        String free = name;
        for (int i = 2; isTaken.test(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
