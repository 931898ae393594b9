// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StubSummary;

/** Shows on a terminal how much is written, once it takes longer than a second. */
final class RestoreProgress {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 200_000_000L;
    /** Returns to the first column and clears the line. */
    private static final String BLANK = "\r\033[K";

    private final PrintStream err;
    private final boolean isShown;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextAt = new AtomicLong(Long.MAX_VALUE);
    private volatile long total;
    private volatile boolean printed;

    RestoreProgress(CommandContext context, boolean quiet) {
        this.err = context.err();
        this.isShown = context.terminal().err() && !quiet;
    }

    void begin(List<RestoreJob> jobs) {
        total = jobs.stream()
                .mapToLong(job -> StubSummary.of(job.stub()).rawBytes())
                .sum();
        if (isShown) {
            nextAt.set(System.nanoTime() + PATIENCE_NANOS);
        }
    }

    void end() {
        nextAt.set(Long.MAX_VALUE);
        if (printed) {
            err.print(BLANK);
            err.flush();
        }
    }

    /** Returns a channel that counts what is written to another. */
    WritableByteChannel count(WritableByteChannel out) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                int written = out.write(source);
                add(written);
                return written;
            }

            @Override
            public boolean isOpen() {
                return out.isOpen();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    private void add(int bytes) {
        long sum = done.addAndGet(bytes);
        long due = nextAt.get();
        long now = System.nanoTime();
        if (due != Long.MAX_VALUE && now - due >= 0 && nextAt.compareAndSet(due, now + INTERVAL_NANOS)) {
            printed = true;
            err.print(BLANK + "Writing checkpoints: " + Sizes.of(sum) + " of about " + Sizes.of(Math.max(sum, total)));
            err.flush();
        }
    }
}
