// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.progress;

import java.util.concurrent.atomic.AtomicLong;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.Sizes;

/** Shows on a terminal how many bytes of how many are done. Any thread may report. */
public final class ByteProgress {
    private final ProgressLine line;
    private final AtomicLong done = new AtomicLong();
    private volatile String what = "";
    private volatile long total;

    /** Begins now, as {@link ProgressLine#ProgressLine} does. */
    public ByteProgress(CommandContext context, boolean quiet) {
        line = new ProgressLine(context, quiet);
    }

    /** Begins the next part of the work, of about so many bytes. */
    public void begin(String next, long bytes) {
        what = next;
        total = bytes;
        done.set(0);
    }

    /** Counts bytes that are done. */
    public void add(long bytes) {
        long sum = done.addAndGet(bytes);
        line.show(() -> what + ": " + Sizes.of(sum) + " of about " + Sizes.of(Math.max(sum, total)));
    }

    /** Clears what was shown. */
    public void end() {
        line.end();
    }
}
