// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.stub.Encoding;

/**
 * Encodes the blocks of one parameter on all threads and writes them in their order.
 *
 * <p>No worker waits for another, or they might all wait: whoever encodes the block that is due writes it and those
 * behind it that are ready.
 */
final class EncodedBlocks {
    private final Workers workers;
    private final PayloadWriter writer;
    private final Consumer<Codec.Encoded> recycle;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Object turns = new Object();
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /** Prepares to encode a block when its turn has come, and returns what several threads may do at once. */
    interface Turn {
        /** Does what has to be done in the blocks' order, such as reading. */
        Callable<Codec.Encoded> begin() throws IOException;
    }

    private record Waiting(Turn turn, CompletableFuture<Codec.Encoded> encoded) {}

    private EncodedBlocks(Workers workers, PayloadWriter writer, Consumer<Codec.Encoded> recycle) {
        this.workers = workers;
        this.writer = writer;
        this.recycle = recycle;
    }

    /**
     * Writes what stands before the first block.
     *
     * @param recycle takes back what was written
     */
    static EncodedBlocks begin(Workers workers, PayloadWriter writer, byte[] header, Consumer<Codec.Encoded> recycle)
            throws IOException {
        boolean begun = false;
        try {
            writer.write(header, 0, header.length);
            begun = true;
        } finally {
            if (!begun) {
                writer.close();
            }
        }
        return new EncodedBlocks(workers, writer, recycle);
    }

    /**
     * Takes the next block; what it returns ends when the block is written.
     *
     * @param release called once nobody uses the block any more
     */
    CompletableFuture<Void> add(Turn turn, Runnable release) {
        CompletableFuture<Codec.Encoded> encoded = new CompletableFuture<>();
        waiting.add(new Waiting(turn, encoded));
        workers.executor().execute(this::encodeNext);
        // Both have ended when either fails, too: then nobody uses the block any more.
        written = written.thenCombine(encoded, (nothing, bytes) -> write(bytes))
                .whenComplete((nothing, failure) -> release.run());
        return written;
    }

    private void encodeNext() {
        Waiting next = null;
        try {
            Callable<Codec.Encoded> work;
            synchronized (turns) {
                next = waiting.remove();
                work = next.turn().begin();
            }
            next.encoded().complete(work.call());
        } catch (Throwable e) { // an Error, too: whoever waits for the block would wait for ever
            next.encoded().completeExceptionally(e);
        }
    }

    private Void write(Codec.Encoded encoded) {
        try {
            writer.write(encoded.bytes(), 0, encoded.length());
            recycle.accept(encoded);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says where the payload lies once the last block is written; called once, after all were added. */
    CompletableFuture<Encoding> finish(String codec, Optional<Encoding.Base> base) {
        return written.thenApply(nothing -> {
                    try {
                        return new Encoding(codec, writer.finish(), base);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .whenComplete((encoding, failure) -> close());
    }

    /** Drops what was written, once nobody writes any more; that is when the result ends. */
    CompletableFuture<Void> abandon() {
        return written.whenComplete((nothing, failure) -> close());
    }

    private void close() {
        try {
            writer.close();
        } catch (IOException e) {
            // What could not be deleted is swept with what killed processes left.
        }
    }
}
