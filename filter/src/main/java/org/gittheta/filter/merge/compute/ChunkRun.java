// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Workers;

/**
 * Does the same with every chunk on all threads and gives the results in the order of the chunks.
 *
 * @param <T> what comes of a chunk
 */
final class ChunkRun<T> implements AutoCloseable {
    /** Chunks under way at once. */
    private static final int AHEAD = 5;

    private final Elements.Reading reading;
    private final Workers workers;
    private final Work<T> work;
    private final Deque<Pending<T>> ahead = new ArrayDeque<>();

    /** Does it with one chunk. */
    interface Work<T> {
        T with(Elements.Loaded loaded) throws IOException;
    }

    /** Pairs a chunk with what came of it; the caller gives the chunk back. */
    record Done<T>(Elements.Loaded loaded, T result) {}

    private record Pending<T>(Elements.Loaded loaded, CompletableFuture<T> result) {}

    ChunkRun(Elements elements, Workers workers, Work<T> work) throws IOException {
        this.workers = workers;
        this.work = work;
        reading = elements.read();
    }

    /** Returns the result of the next chunk, or null after the last. */
    Done<T> next() throws IOException {
        while (ahead.size() < AHEAD) {
            Elements.Loaded loaded = reading.next();
            if (loaded == null) {
                break;
            }
            ahead.add(new Pending<>(loaded, workers.run(() -> work.with(loaded))));
        }
        if (ahead.isEmpty()) {
            reading.verify();
            return null;
        }
        Pending<T> first = ahead.remove();
        return new Done<>(first.loaded(), Workers.await(first.result()));
    }

    /** Ends it, waiting for what is under way. */
    @Override
    public void close() throws IOException {
        while (!ahead.isEmpty()) {
            try {
                Workers.await(ahead.remove().result());
            } catch (IOException | RuntimeException e) {
                // Nobody wants what was to come of it: what went wrong first is known already.
            }
        }
        reading.close();
    }
}
