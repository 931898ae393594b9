// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.filter.diff.statistics.ElementDecoder;
import org.gittheta.filter.diff.statistics.SideStatistics;
import org.gittheta.filter.diff.statistics.SideSums;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.TensorEntry;

/** Reads single tensors from their objects, front to back; the objects must be here. */
public final class TensorReader {
    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;

    /** Takes what it works with. */
    public TensorReader(ObjectStore store, Codecs codecs, Workers workers) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
    }

    /** Takes bytes. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a run of an array, which is used again afterwards. */
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Hands on the bytes of a tensor. What is wrong with them shows at the end at the latest.
     *
     * @throws org.gittheta.storage.object.CorruptObjectException if an object is not what the stub says
     */
    public void read(TensorPlace place, Sink sink) throws IOException {
        read(place, 1, sink);
    }

    private void read(TensorPlace place, int width, Sink sink) throws IOException {
        try (OpenObjects objects = new OpenObjects(store)) {
            ParameterBlocks blocks = new ParameterBlocks(place.carrier(), codecs, objects, workers);
            TensorCursor cursor = new TensorCursor(blocks, place.offset(), place.length(), width);
            try {
                for (int count = cursor.elements(); count > 0; count = cursor.elements()) {
                    Workers.await(cursor.ready());
                    Block block = cursor.retained();
                    try {
                        sink.write(block.bytes(), cursor.position(), count * width);
                    } finally {
                        block.release();
                    }
                    cursor.move(count);
                }
                cursor.finish();
            } finally {
                cursor.close();
            }
        }
    }

    /** Returns the numbers of a tensor; nothing for types that have none. */
    public Optional<SideStatistics> statistics(TensorEntry tensor, TensorPlace place) throws IOException {
        Optional<ElementDecoder> decoder = ElementDecoder.of(tensor.dtype());
        if (decoder.isEmpty()) {
            return Optional.empty();
        }
        SideSums sums = new SideSums();
        int width = decoder.get().width();
        read(place, width, (bytes, offset, length) -> sums.add(decoder.get(), bytes, offset, length / width));
        return Optional.of(sums.statistics());
    }
}
