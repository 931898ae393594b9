// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
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
    private final String codec;
    private final Codec.Encoder encoder;
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    private EncodedBlocks(Workers workers, PayloadWriter writer, String codec, Codec.Encoder encoder) {
        this.workers = workers;
        this.writer = writer;
        this.codec = codec;
        this.encoder = encoder;
    }

    /** Writes what stands before the first block, and that block. */
    static EncodedBlocks begin(
            Workers workers, PayloadWriter writer, String codec, Codec.Encoder encoder, Codec.Encoded first)
            throws IOException {
        EncodedBlocks blocks = new EncodedBlocks(workers, writer, codec, encoder);
        boolean begun = false;
        try {
            byte[] header = encoder.header();
            writer.write(header, 0, header.length);
            blocks.write(first);
            begun = true;
        } finally {
            if (!begun) {
                writer.close();
            }
        }
        return blocks;
    }

    /** Takes over one use of the next block; what it returns ends when the block is written. */
    CompletableFuture<Void> add(Block block) {
        CompletableFuture<Codec.Encoded> encoded = workers.run(() -> encoder.encode(block.bytes(), block.length()));
        // Both have ended when either fails, too: then nobody uses the block any more.
        written = written.thenCombine(encoded, (nothing, bytes) -> writeUnchecked(bytes))
                .whenComplete((nothing, failure) -> block.release());
        return written;
    }

    private Void writeUnchecked(Codec.Encoded encoded) {
        try {
            write(encoded);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Codec.Encoded encoded) throws IOException {
        writer.write(encoded.bytes(), 0, encoded.length());
        encoder.recycle(encoded);
    }

    /** Says where the payload lies once the last block is written; called once, after all were added. */
    CompletableFuture<Encoding> finish() {
        return written.thenApply(nothing -> {
                    try {
                        return new Encoding(codec, writer.finish());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .whenComplete((encoding, failure) -> close());
    }

    /** Drops what was written, once nobody writes any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is abandoned
    void abandon() {
        written.whenComplete((nothing, failure) -> close());
    }

    private void close() {
        try {
            writer.close();
        } catch (IOException e) {
            // What could not be deleted is swept with what killed processes left.
        }
    }
}
