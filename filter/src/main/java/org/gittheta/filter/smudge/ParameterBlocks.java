// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.ParameterEntry;

/**
 * Gives a stored parameter's raw bytes block by block: this thread reads objects, the workers decode and hash; for one
 * thread.
 */
public final class ParameterBlocks {
    private final ParameterReader reader;
    private final ParameterCheck check;
    private final Workers workers;

    /** Begins to read a parameter. */
    public ParameterBlocks(ParameterEntry parameter, Codecs codecs, OpenObjects objects, Workers workers)
            throws IOException {
        this.workers = workers;
        reader = new ParameterReader(codecs, objects, parameter.size(), parameter.encoding());
        check = new ParameterCheck(parameter, false, workers);
    }

    /**
     * Is a block on its way.
     *
     * @param block the block, which the caller releases once
     * @param ready ends when the block's bytes are there
     */
    public record Pending(Block block, CompletableFuture<Void> ready) {}

    /** Returns the next block, or null after the last. */
    public Pending next() throws IOException {
        int length = reader.nextLength();
        if (length == 0) {
            return null;
        }
        if (length > BlockPool.BLOCK_BYTES) {
            throw new CorruptObjectException("a block of " + length + " bytes is too large");
        }
        Codec.Encoded encoded = reader.next();
        Block block = workers.blocks().take(length);
        CompletableFuture<Void> decoded = workers.run(() -> {
            reader.decoder().decode(encoded, block.bytes(), length);
            reader.decoder().recycle(encoded);
            return null;
        });
        block.retain();
        check.add(decoded, block);
        return new Pending(block, decoded);
    }

    /**
     * Waits until every block is hashed; asked once, after the last.
     *
     * @throws CorruptObjectException if the bytes are not the parameter's
     */
    public void verify() throws IOException {
        check.verify();
    }
}
