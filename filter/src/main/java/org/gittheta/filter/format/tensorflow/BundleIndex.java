// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.tensorflow;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.protobuf.WireMessage;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Lists the tensors of a TensorFlow checkpoint: the records of its index, a table of LevelDB ({@code table_format.md} there), are a
 * {@code BundleHeaderProto} under the empty key and a {@code BundleEntryProto} for each tensor ({@code
 * tensor_bundle.proto}).
 *
 * @param shards the number of data files
 * @param tensors the tensors in the order of their names
 */
public record BundleIndex(int shards, List<Entry> tensors) {
    /** Copies the list. */
    public BundleIndex {
        tensors = List.copyOf(tensors);
    }

    /**
     * Says where a tensor lies.
     *
     * @param name its name in the checkpoint
     * @param dtype its element type; texts are {@code TEXT}, and types without a name in safetensors {@code TF_} and a number
     * @param shape its shape
     * @param shard the number of the data file, from 0
     * @param offset where its bytes begin in that file
     * @param size the number of its bytes
     */
    public record Entry(String name, DType dtype, Shape shape, int shard, long offset, long size) {}

    /**
     * Reads an index.
     *
     * @param file the whole {@code .index} file, open for reading; closed by the caller
     * @throws MalformedCheckpointException if it is damaged
     */
    public static BundleIndex read(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        int shards = 0;
        List<Entry> tensors = new ArrayList<>();
        ChannelBytes bytes = new ChannelBytes(file);
        for (SortedTable.Place place : SortedTable.read(bytes)) {
            WireMessage value = WireMessage.of(bytes.stretch(place.offset(), place.length()));
            if (place.key().length == 0) {
                while (value.next()) {
                    shards = value.number() == 1 ? (int) value.value() : shards;
                }
            } else {
                tensors.add(entry(new String(place.key(), StandardCharsets.UTF_8), value));
            }
        }
        return new BundleIndex(shards, tensors);
    }

    private static Entry entry(String name, WireMessage entry) throws IOException, MalformedCheckpointException {
        DType dtype = TensorFlowType.of(0);
        List<Long> extents = new ArrayList<>();
        int shard = 0;
        long offset = 0;
        long size = 0;
        while (entry.next()) {
            switch (entry.number()) {
                case 1 -> dtype = TensorFlowType.of(entry.value());
                case 2 -> addExtents(entry, extents);
                case 3 -> shard = (int) entry.value();
                case 4 -> offset = entry.value();
                case 5 -> size = entry.value();
                default -> {}
            }
        }
        if (offset < 0 || size < 0 || shard < 0 || extents.size() > 64) {
            throw new MalformedCheckpointException("its index places a tensor outside of every file");
        }
        return new Entry(name, dtype, Shape.of(extents), shard, offset, size);
    }

    /** Reads a TensorShapeProto: messages of an extent each. */
    private static void addExtents(WireMessage entry, List<Long> extents)
            throws IOException, MalformedCheckpointException {
        WireMessage shape = entry.message();
        while (entry.isRun() && shape.next()) {
            if (shape.number() == 2 && shape.isRun()) {
                long extent = 0;
                WireMessage dim = shape.message();
                while (dim.next()) {
                    extent = dim.number() == 1 ? dim.value() : extent;
                }
                extents.add(Math.max(0, extent));
            }
        }
    }
}
