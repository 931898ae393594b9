// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.tensor.DType;

/** Stores a parameter that refers to no other. */
final class PlainWriter implements ParameterWriter {
    private final String codec;
    private final Codec.Encoder encoder;
    private final EncodedBlocks blocks;

    PlainWriter(Workers workers, PayloadWriter writer, Codec codec, DType dtype, long size) throws IOException {
        this.codec = codec.name();
        encoder = codec.encoder(dtype, size);
        blocks = EncodedBlocks.begin(workers, writer, encoder.header(), encoder::recycle);
    }

    @Override
    public CompletableFuture<Void> add(Block block) {
        return blocks.add(() -> () -> encoder.encode(block.bytes(), block.length()), block::release);
    }

    @Override
    public CompletableFuture<Encoding> finish() {
        return blocks.finish(codec, Optional.empty());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is abandoned
    public void abandon() {
        blocks.abandon();
    }
}
