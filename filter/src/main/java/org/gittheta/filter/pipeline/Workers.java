// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.pipeline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Holds the threads and the blocks that a process has for its pipelines. */
public final class Workers implements AutoCloseable {
    /** Blocks held at once; with their encoded copies they are most of the process's memory. */
    private static final int BLOCKS = 96;

    private final ExecutorService threads;
    private final BlockPool blocks;
    private final Object idle = new Object();
    private int unfinished;

    /** Starts as many threads as asked for; they end with the process. */
    public Workers(int count) {
        this(count, BLOCKS);
    }

    /** Starts as many threads with another number of blocks, on which depends what is too large to be held. */
    public Workers(int count, int blocks) {
        this.blocks = new BlockPool(blocks);
        threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "git-theta-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the threads. */
    public Executor executor() {
        return this::execute;
    }

    private void execute(Runnable work) {
        synchronized (idle) {
            unfinished++;
        }
        boolean taken = false;
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    finished();
                }
            });
            taken = true;
        } finally {
            if (!taken) {
                finished();
            }
        }
    }

    private void finished() {
        synchronized (idle) {
            unfinished--;
            idle.notifyAll();
        }
    }

    /** Waits until all threads have nothing to do, so that what was begun and failed leaves nothing behind. */
    public void awaitIdle() throws IOException {
        synchronized (idle) {
            while (unfinished > 0) {
                try {
                    idle.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
        }
    }

    /** Returns the blocks. */
    public BlockPool blocks() {
        return blocks;
    }

    /** Runs work on one of the threads. */
    public <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) { // an Error, too: whoever waits for the result would wait for ever
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Runs work on one of the threads once something else has succeeded. */
    public <T> CompletableFuture<T> runAfter(CompletableFuture<?> first, Callable<T> work) {
        return first.thenCompose(nothing -> run(work));
    }

    /** Runs work that goes on after its thread has left it; the result is what the work's own result will be. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is handed on
    public <T> CompletableFuture<T> runOn(Callable<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                work.call().whenComplete((value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            } catch (Throwable e) { // an Error, too: whoever waits for the result would wait for ever
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Waits for a result and unwraps what went wrong. */
    public static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (CancellationException e) {
            throw new InterruptedIOException("cancelled");
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private static IOException unwrapped(Throwable cause) {
        if (cause instanceof CompletionException || cause instanceof UncheckedIOException) {
            return unwrapped(cause.getCause());
        }
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IOException(cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
