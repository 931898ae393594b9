// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what waits for the disk on threads of its own, so that processors go on with their work meanwhile.
 *
 * <p>Several threads are no waste on one disk: a file system makes one commit of its journal out of what several
 * processes or threads force at once.
 */
final class DiskQueue {
    private static final int THREADS = 6;

    /** Each holds a file open. Who submits more does the work itself. */
    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            DiskQueue::daemon,
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final Queue<FutureTask<Void>> submitted = new ConcurrentLinkedQueue<>();

    DiskQueue() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does something to files. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "git-theta-disk");
        thread.setDaemon(true);
        return thread;
    }

    void submit(Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        submitted.add(task);
        threads.execute(task);
    }

    /** Waits for the end of all that was submitted before, and throws what went wrong, the first of it. */
    void await() throws IOException {
        IOException first = null;
        for (Iterator<FutureTask<Void>> all = submitted.iterator(); all.hasNext(); ) {
            try {
                all.next().get();
            } catch (ExecutionException e) {
                IOException failure = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                first = first == null ? failure : first;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            // Only now: another thread that waits at the same time has to see it, too.
            all.remove();
        }
        if (first != null) {
            throw first;
        }
    }
}
