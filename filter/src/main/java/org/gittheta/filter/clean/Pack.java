// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;

/**
 * Puts the payloads of small parameters into shared objects, in the order of the file, so that two clones that add the
 * same file make the same objects.
 *
 * <p>For one thread; the objects are written by others.
 */
final class Pack {
    /** The size at which a shared object is full. */
    private static final int FULL_BYTES = 8 << 20;

    /** Encoded parameters that may wait for their turn, so that memory stays bounded. */
    private static final int MOST_WAITING = 64;

    private final Executor executor;
    private final ObjectStore store;
    private final int fullBytes;
    private final long largestObject;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Sha256, CompletableFuture<Encoding>> placed = new HashMap<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private CompletableFuture<Slice> object = new CompletableFuture<>();

    private record Waiting(
            Future<SmallParameter> small, CompletableFuture<CompletableFuture<StoredParameter>> stored) {}

    Pack(Executor executor, ObjectStore store, long largestObject) {
        this.executor = executor;
        this.store = store;
        this.largestObject = largestObject;
        fullBytes = (int) Math.min(FULL_BYTES, largestObject);
    }

    /** Takes a parameter that is being encoded. */
    Future<StoredParameter> add(Future<SmallParameter> small) throws IOException {
        CompletableFuture<CompletableFuture<StoredParameter>> stored = new CompletableFuture<>();
        waiting.add(new Waiting(small, stored));
        while (waiting.size() > MOST_WAITING
                || (!waiting.isEmpty() && waiting.peek().small().isDone())) {
            place(waiting.remove());
        }
        return stored.thenCompose(placed -> placed);
    }

    /** Writes the last object. */
    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            place(waiting.remove());
        }
        write();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what complete returns here is only whether it was the first
    private void place(Waiting next) throws IOException {
        SmallParameter small = Workers.await(next.small());
        CompletableFuture<Encoding> encoding = small.known()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> placed.computeIfAbsent(small.sha256(), hash -> append(small)));
        next.stored().complete(encoding.thenApply(small::at));
        if (bytes.size() >= fullBytes) {
            write();
        }
    }

    private CompletableFuture<Encoding> append(SmallParameter small) {
        if (small.payload().bytes().length == 0) {
            return CompletableFuture.completedFuture(new Encoding(
                    small.payload().codec(), List.of(), small.payload().base()));
        }
        if (bytes.size() > 0 && bytes.size() + small.payload().bytes().length > largestObject) {
            write();
        }
        int offset = bytes.size();
        bytes.writeBytes(small.payload().bytes());
        return object.thenApply(whole -> new Encoding(
                small.payload().codec(),
                List.of(new Slice(
                        whole.oid(), whole.objectSize(), offset, small.payload().bytes().length)),
                small.payload().base()));
    }

    private void write() {
        if (bytes.size() == 0) {
            return;
        }
        byte[] full = bytes.toByteArray();
        CompletableFuture<Slice> written = object;
        bytes = new ByteArrayOutputStream();
        object = new CompletableFuture<>();
        executor.execute(() -> {
            try (ObjectWriter writer = store.create()) {
                writer.write(full, 0, full.length);
                written.complete(writer.commit());
            } catch (Throwable e) { // an Error, too: whoever waits for the object would wait for ever
                written.completeExceptionally(e);
            }
        });
    }
}
