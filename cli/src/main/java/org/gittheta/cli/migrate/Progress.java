// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.PrintStream;
import org.gittheta.cli.CommandContext;

/** Shows on a terminal what is being done, once it takes longer than a second. */
final class Progress {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 200_000_000L;
    /** Returns to the first column and clears the line. */
    private static final String BLANK = "\r\033[K";

    private final PrintStream err;
    private final boolean isShown;
    private long nextAt = System.nanoTime() + PATIENCE_NANOS;
    private boolean printed;

    Progress(CommandContext context) {
        err = context.err();
        isShown = context.terminal().err();
    }

    /** Shows how far it is, if it is time to. */
    void show(String doing, String done) {
        if (isShown && System.nanoTime() - nextAt >= 0) {
            nextAt = System.nanoTime() + INTERVAL_NANOS;
            printed = true;
            err.print(BLANK + doing + ": " + done);
            err.flush();
        }
    }

    /** Clears what was shown. */
    void end() {
        if (printed) {
            printed = false;
            err.print(BLANK);
            err.flush();
        }
    }
}
