// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.Sizes;

/** Shows on a terminal how much was checked, once it takes longer than a second. */
final class Progress {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 200_000_000L;
    /** Returns to the first column and clears the line. */
    private static final String BLANK = "\r\033[K";

    private final PrintStream err;
    private final boolean isShown;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextAt = new AtomicLong(System.nanoTime() + PATIENCE_NANOS);
    private volatile String what = "";
    private volatile long total;
    private volatile boolean printed;

    Progress(CommandContext context) {
        err = context.err();
        isShown = context.terminal().err();
    }

    void begin(String next, long bytes) {
        what = next;
        total = bytes;
        done.set(0);
    }

    void add(long bytes) {
        long sum = done.addAndGet(bytes);
        long due = nextAt.get();
        long now = System.nanoTime();
        if (isShown && now - due >= 0 && nextAt.compareAndSet(due, now + INTERVAL_NANOS)) {
            printed = true;
            err.print(BLANK + what + ": " + Sizes.of(sum) + " of " + Sizes.of(Math.max(sum, total)));
            err.flush();
        }
    }

    void end() {
        if (printed) {
            err.print(BLANK);
            err.flush();
            printed = false;
        }
    }
}
