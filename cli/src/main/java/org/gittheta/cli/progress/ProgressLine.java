// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.progress;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.gittheta.cli.CommandContext;

/** Shows on a terminal how far a command is, once that takes longer than a second. Any thread may report. */
public final class ProgressLine {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 200_000_000L;
    /** Returns to the first column and clears the line. */
    private static final String BLANK = "\r\033[K";

    private final PrintStream err;
    private final boolean isShown;
    private final AtomicLong nextAt = new AtomicLong(System.nanoTime() + PATIENCE_NANOS);
    private volatile boolean printed;

    /** Begins now; nothing is shown where standard error is no terminal, or to whoever wants it quiet. */
    public ProgressLine(CommandContext context, boolean quiet) {
        err = context.err();
        isShown = context.terminal().err() && !quiet;
    }

    /** Shows a text, if it is time to. */
    public void show(Supplier<String> text) {
        long due = nextAt.get();
        long now = System.nanoTime();
        if (isShown && now - due >= 0 && nextAt.compareAndSet(due, now + INTERVAL_NANOS)) {
            printed = true;
            err.print(BLANK + text.get());
            err.flush();
        }
    }

    /** Clears what was shown. */
    public void end() {
        if (printed) {
            printed = false;
            err.print(BLANK);
            err.flush();
        }
    }
}
