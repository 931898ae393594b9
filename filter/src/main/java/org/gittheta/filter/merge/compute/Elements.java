// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.gittheta.filter.merge.strategy.Chunk;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;

/**
 * Gives the elements of all versions of one tensor chunk by chunk, as often as wanted.
 *
 * <p>They are decoded once: tensors up to a limit are kept in memory, larger ones in a temporary file, so that memory does not
 * depend on their size. Chunks do not depend on how the bytes are stored.
 */
final class Elements implements Closeable {
    /** Blocks that all versions together may hold of those of the pipeline. */
    private static final int MOST_BLOCKS = 18;

    /** Elements of each version that are read before those of the next: they share what is decoded. */
    private static final int TOGETHER = 1 << 18;

    private static final int INFINITY = 0x7F800000;

    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;
    private final List<TensorInput> inputs;
    private final boolean hasBase;
    private final long count;
    private final int chunkElements;
    private final ConcurrentLinkedQueue<Loaded> idle = new ConcurrentLinkedQueue<>();
    private final Room room;
    private List<byte[]> kept = List.of();
    private FileChannel spooled;
    private volatile boolean areNumbers;

    /**
     * Takes the versions.
     *
     * @param room where elements that are wanted again may be kept
     * @param inputs the base first, if {@code hasBase}, then the models
     * @param count the number of elements
     * @param chunkElements the number of elements of every chunk but the last
     */
    Elements(
            ObjectStore store,
            Codecs codecs,
            Workers workers,
            Room room,
            List<TensorInput> inputs,
            boolean hasBase,
            long count,
            int chunkElements) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
        this.room = room;
        this.inputs = inputs;
        this.hasBase = hasBase;
        this.count = count;
        this.chunkElements = (int) Math.min(chunkElements, Math.max(1, count));
    }

    long count() {
        return count;
    }

    int chunkElements() {
        return chunkElements;
    }

    /** Keeps the elements, in memory if they are few enough: they are wanted more than once. */
    void keep() throws IOException {
        if (spooled != null || !kept.isEmpty()) {
            return;
        }
        long bytes =
                inputs.stream().mapToLong(input -> count * input.type().width()).sum();
        if (bytes > room.bytes()) {
            spool();
            return;
        }
        List<byte[]> all = inputs.stream()
                .map(input -> new byte[(int) (count * input.type().width())])
                .toList();
        try (Reading reading = new Reading()) {
            for (long at = 0; at < count; at += TOGETHER) {
                for (int i = 0; i < inputs.size(); i++) {
                    int width = inputs.get(i).type().width();
                    int elements = (int) Math.min(TOGETHER, count - at);
                    reading.readers.get(i).readFully(all.get(i), (int) at * width, elements * width);
                }
            }
            reading.verify();
        }
        kept = all;
    }

    /** Writes the elements into a file, all of one version after all of another. */
    private void spool() throws IOException {
        FileChannel file = FileChannel.open(
                room.beyond().create("merge"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        boolean done = false;
        try (Reading reading = new Reading()) {
            byte[] part = new byte[TOGETHER * Float.BYTES];
            for (long at = 0; at < count; at += TOGETHER) {
                int elements = (int) Math.min(TOGETHER, count - at);
                for (int i = 0; i < inputs.size(); i++) {
                    int length = elements * inputs.get(i).type().width();
                    reading.readers.get(i).readFully(part, 0, length);
                    long position = spooledAt(i, at);
                    ByteBuffer bytes = ByteBuffer.wrap(part, 0, length);
                    while (bytes.hasRemaining()) {
                        file.write(bytes, position + bytes.position());
                    }
                }
            }
            reading.verify();
            done = true;
        } finally {
            if (!done) {
                file.close();
            }
        }
        spooled = file;
    }

    /** Returns where an element of a version lies in the temporary file. */
    private long spooledAt(int input, long element) {
        long at = element * inputs.get(input).type().width();
        for (int before = 0; before < input; before++) {
            at += count * inputs.get(before).type().width();
        }
        return at;
    }

    @Override
    public void close() throws IOException {
        if (spooled != null) {
            spooled.close();
        }
    }

    /** Begins to read from the first element. */
    Reading read() throws IOException {
        return new Reading();
    }

    /** Says that all chunks were decoded once: none has a NaN, and the next walk need not look for one. */
    void areNumbers() {
        areNumbers = true;
    }

    void recycle(Loaded loaded) {
        idle.add(loaded);
    }

    /** Holds the raw bytes of a chunk, and its values once {@link #decode} has run. */
    final class Loaded {
        private final Chunk chunk;
        private final byte[][] raw;
        private final float[] merged;
        private final byte[] written;
        private int at;

        private Loaded() {
            chunk = new Chunk(chunkElements, inputs.size() - (hasBase ? 1 : 0), hasBase);
            raw = new byte[inputs.size()][];
            merged = new float[chunkElements];
            written = new byte[Float.BYTES * chunkElements];
        }

        /** Returns the chunk's values. */
        Chunk decode() throws StrategyException {
            for (int i = 0; i < raw.length; i++) {
                float[] values = !hasBase ? chunk.model(i) : i == 0 ? chunk.base() : chunk.model(i - 1);
                inputs.get(i).type().read(raw[i], at * inputs.get(i).type().width(), values, chunk.count());
                if (!areNumbers) {
                    requireNumbers(values, chunk.count(), inputs.get(i).whose());
                }
            }
            return chunk;
        }

        /** Returns room for the merged values. */
        float[] merged() {
            return merged;
        }

        /** Returns room for their bytes. */
        byte[] written() {
            return written;
        }

        Chunk chunk() {
            return chunk;
        }
    }

    static void requireNumbers(float[] values, int count, String whose) throws StrategyException {
        // A NaN has larger bits than infinity. Written so that the JIT takes several at once.
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
        }
        if (largest > INFINITY) {
            throw new StrategyException(whose + " has values that are not numbers (NaN)");
        }
    }

    /** Walks over the elements; for one thread. */
    final class Reading implements AutoCloseable {
        private final OpenObjects objects = new OpenObjects(store);
        private final List<RawReader> readers = new ArrayList<>();
        private long next;

        private Reading() throws IOException {
            int most = Math.max(1, MOST_BLOCKS / inputs.size());
            if (!kept.isEmpty() || spooled != null) {
                return;
            }
            List<ParameterBlocks> beside = new ArrayList<>();
            for (TensorInput input : inputs) {
                boolean isWhole = input.carrier().size() == count * input.type().width();
                ParameterBlocks blocks =
                        new ParameterBlocks(input.carrier(), isWhole ? beside : List.of(), codecs, objects, workers);
                readers.add(new RawReader(blocks, input.offset(), most));
                if (isWhole) {
                    beside.add(blocks);
                }
            }
        }

        /** Reads the next chunk, or returns null after the last. */
        Loaded next() throws IOException {
            if (next == count) {
                return null;
            }
            Loaded reused = idle.poll();
            Loaded loaded = reused != null ? reused : new Loaded();
            int elements = (int) Math.min(chunkElements, count - next);
            loaded.chunk.begin(next, elements);
            loaded.at = kept.isEmpty() ? 0 : (int) next;
            for (int i = 0; i < inputs.size(); i++) {
                int width = inputs.get(i).type().width();
                if (!kept.isEmpty()) {
                    loaded.raw[i] = kept.get(i);
                    continue;
                }
                if (loaded.raw[i] == null || loaded.raw[i].length != chunkElements * width) {
                    loaded.raw[i] = new byte[chunkElements * width];
                }
                if (spooled == null) {
                    readers.get(i).readFully(loaded.raw[i], 0, elements * width);
                } else {
                    readSpooled(i, loaded.raw[i], elements * width);
                }
            }
            next += elements;
            return loaded;
        }

        private void readSpooled(int input, byte[] into, int length) throws IOException {
            long at = spooledAt(input, next);
            ByteBuffer bytes = ByteBuffer.wrap(into, 0, length);
            while (bytes.hasRemaining()) {
                if (spooled.read(bytes, at + bytes.position()) < 0) {
                    throw new EOFException("a temporary file of the merge was cut off");
                }
            }
        }

        /** Compares what was read with the parameters' hashes. */
        void verify() throws IOException {
            for (RawReader reader : readers) {
                reader.verify();
            }
        }

        @Override
        public void close() throws IOException {
            readers.forEach(RawReader::close);
            objects.close();
        }
    }
}
