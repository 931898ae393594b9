// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.BaseBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.Encoding;

/**
 * Reads a base run by run and sums it while others use it: differences from a base that is not what its stub says would
 * never become the parameter again.
 */
final class CheckedBase implements Closeable {
    private final Encoding.Base base;
    private final Workers workers;
    private final BaseBuffers buffers;
    private final OpenObjects objects;
    private final BaseBlocks blocks;
    private final Sha256Digest digest = new Sha256Digest();
    private CompletableFuture<Void> summed = CompletableFuture.completedFuture(null);

    CheckedBase(Encoding.Base base, Codecs codecs, ObjectStore store, Workers workers, BaseBuffers buffers)
            throws IOException {
        this.base = base;
        this.workers = workers;
        this.buffers = buffers;
        objects = new OpenObjects(store);
        blocks = BaseBlocks.of(base, codecs, objects);
    }

    /** Reads the next run; one thread at a time, in order. */
    Run next(int wanted) throws IOException {
        Run run = new Run(blocks.next(wanted));
        summed = summed.thenCombineAsync(
                        run.decoded,
                        (nothing, bytes) -> {
                            digest.update(bytes, 0, run.length());
                            return (Void) null;
                        },
                        workers.executor())
                .whenComplete((nothing, failure) -> run.release());
        return run;
    }

    /** Ends when all that was read is summed; fails with a {@link CorruptObjectException} if it is not the base. */
    CompletableFuture<Void> verified() {
        return summed.thenRun(() -> {
            sumRest();
            if (!digest.finish().equals(base.sha256())) {
                throw new CompletionException(new CorruptObjectException(
                        "the object of a base is damaged: what is stored for " + base.sha256()
                                + " is something else; git -c theta.maxDepth=0 add -- PATH stores without bases"));
            }
        });
    }

    /** Sums what a parameter that is shorter than its base left of it. */
    private void sumRest() {
        byte[] bytes = buffers.take(BlockPool.BLOCK_BYTES);
        try {
            BaseBlocks.Run run = blocks.next(BlockPool.BLOCK_BYTES);
            while (run.length() > 0) {
                run.decode(bytes);
                digest.update(bytes, 0, run.length());
                run = blocks.next(BlockPool.BLOCK_BYTES);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            buffers.give(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }

    /** Holds a run of the base for one user beside the sum. */
    final class Run {
        private final BaseBlocks.Run run;
        private final CompletableFuture<byte[]> decoded = new CompletableFuture<>();
        private final AtomicInteger users = new AtomicInteger(2);
        private byte[] bytes;

        Run(BaseBlocks.Run run) {
            this.run = run;
        }

        int length() {
            return run.length();
        }

        /** Returns an array that begins with the run; it is the caller's until {@link #release}. */
        byte[] decode() throws IOException {
            try {
                bytes = buffers.take(run.length());
                run.decode(bytes);
                decoded.complete(bytes);
                return bytes;
            } catch (IOException | RuntimeException e) {
                decoded.completeExceptionally(e);
                release();
                throw e;
            }
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                buffers.give(bytes);
            }
        }
    }
}
