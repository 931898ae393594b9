// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.Shape;

/** Lists the chunks of one dataset. */
final class Chunks {
    private static final int SINGLE = 1;
    private static final int IN_A_ROW = 2;
    private static final int FIXED_ARRAY = 3;
    private static final int EXTENSIBLE_ARRAY = 4;
    private static final int TREE = 5;
    private static final int PLAIN_RECORD = 10;
    private static final int FILTERED_RECORD = 11;
    private static final int SINGLE_IS_FILTERED = 2;
    private static final int MOST_LEVELS = 16;
    private static final int MOST_CHUNKS = 1 << 19;

    private final Hdf5Input file;
    private final Dataset dataset;
    private final List<Run> runs;
    private final int rank;
    private Shape extents;
    private ChunkGrid grid;

    Chunks(Hdf5Input file, Dataset dataset, List<Run> runs) {
        this.file = file;
        this.dataset = dataset;
        this.runs = runs;
        this.rank = dataset.shape().extents().length;
    }

    /** Reads the layout message: of version 3 with the B-tree's address, or a later one with the kind of index. */
    void add(int version) throws IOException, MalformedCheckpointException {
        if (dataset.type().pointsElsewhere()) {
            throw new MalformedCheckpointException("a dataset has chunks of references, which are not read yet");
        }
        if (version == 3) {
            ByteBuffer data = dataset.layout().atLeast(11 + 4L * (rank + 1));
            long tree = data.getLong(3);
            extents = extents(data, 2, 11, 4);
            if (tree != Hdf5Input.NOWHERE) {
                addTree(tree, MOST_LEVELS);
            }
        } else {
            addIndexed();
        }
    }

    private void addIndexed() throws IOException, MalformedCheckpointException {
        ByteBuffer data = dataset.layout().atLeast(5);
        int width = data.get(4);
        if (width < 1 || width > 8) {
            throw impossible();
        }
        int index = 5 + width * (rank + 1);
        dataset.layout().atLeast(index + 9L);
        extents = extents(data, 3, 5, width);
        grid = new ChunkGrid(extents, dataset.shape(), dataset.limits());
        int kind = data.get(index);
        boolean filtered = kind == SINGLE && (data.get(2) & SINGLE_IS_FILTERED) != 0;
        int place = index
                + switch (kind) {
                    case SINGLE -> filtered ? 13 : 1;
                    case FIXED_ARRAY -> 2;
                    case EXTENSIBLE_ARRAY -> 6;
                    case TREE -> 7;
                    default -> 1;
                };
        long address = dataset.layout().atLeast(place + 8L).getLong(place);
        if (address == Hdf5Input.NOWHERE) {
            return;
        }
        switch (kind) {
            case SINGLE ->
                add(address, filtered ? data.getLong(index + 1) : dataset.sizeOf(extents), new long[rank], filtered);
            case IN_A_ROW -> addRow(address);
            case FIXED_ARRAY -> ChunkArray.addFixed(file, address, this);
            case EXTENSIBLE_ARRAY -> ChunkArray.addExtensible(file, address, this);
            case TREE -> addRecords(address);
            default -> throw new MalformedCheckpointException("a dataset has an unknown index of chunks");
        }
    }

    /**
     * Adds a chunk by its number in the grid.
     *
     * @param size its size, or -1 if it went through no filter
     */
    void addNumber(long number, long address, long size) throws MalformedCheckpointException {
        boolean filtered = size >= 0;
        add(address, filtered ? size : dataset.sizeOf(extents), grid.place(number), filtered);
    }

    /** Reads a tree of records: an address; of a chunk that went through a filter its size and a mask; the place in the grid. */
    private void addRecords(long address) throws IOException, MalformedCheckpointException {
        boolean filtered = dataset.filtered();
        RecordTree.visit(file, address, filtered ? FILTERED_RECORD : PLAIN_RECORD, found -> {
            int at = found.capacity() - 8 * rank;
            int width = at - 12;
            if (filtered ? width < 1 || width > 8 : at != 8) {
                throw new MalformedCheckpointException("a dataset has an index that is none");
            }
            long[] place = new long[rank];
            for (int d = 0; d < rank; d++) {
                place[d] = found.getLong(at + 8 * d);
            }
            long size = filtered ? ChunkArray.size(found, 8, width) : dataset.sizeOf(extents);
            add(found.getLong(0), size, grid.scaled(place), filtered);
        });
    }

    private Shape extents(ByteBuffer data, int dimensionality, int at, int width) throws MalformedCheckpointException {
        if (data.get(dimensionality) != rank + 1) {
            throw impossible();
        }
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = ChunkArray.size(data, at + i * width, width);
            if (sizes[i] <= 0) {
                throw impossible();
            }
        }
        return Shape.of(sizes);
    }

    private void addTree(long address, int levels) throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, "TREE");
        ByteBuffer head = file.read(address, 24);
        int level = head.get(5);
        int entries = Short.toUnsignedInt(head.getShort(6));
        if (head.get(4) != 1 || levels == 0) {
            throw new MalformedCheckpointException("a dataset has an index that is none");
        }
        int entryBytes = 8 + 8 * (rank + 1) + 8;
        ByteBuffer body = file.read(address + 24, (long) entries * entryBytes);
        for (int i = 0; i < entries; i++) {
            int at = i * entryBytes;
            long child = body.getLong(at + entryBytes - 8);
            if (level > 0) {
                addTree(child, levels - 1);
            } else {
                long[] place = new long[rank];
                for (int d = 0; d < rank; d++) {
                    place[d] = body.getLong(at + 8 + 8 * d);
                }
                add(child, Integer.toUnsignedLong(body.getInt(at)), place, dataset.filtered());
            }
        }
    }

    private void addRow(long address) throws MalformedCheckpointException {
        long bytes = dataset.sizeOf(extents);
        long[] counts = new long[rank];
        for (int d = 0; d < rank; d++) {
            counts[d] = (dataset.shape().extents()[d] + extents.extents()[d] - 1) / extents.extents()[d];
        }
        if (bytes <= 0 || dataset.filtered() || Arrays.stream(counts).anyMatch(n -> n <= 0)) {
            return;
        }
        long[] at = new long[rank];
        for (int d = 0; d >= 0; ) {
            long[] place = grid.scaled(at);
            long number = grid.number(at);
            if (number > (file.size() - address) / bytes) {
                throw new MalformedCheckpointException("it has too many chunks, or one points past its end");
            }
            add(address + number * bytes, bytes, place, false);
            d = rank - 1;
            while (d >= 0 && at[d] + 1 >= counts[d]) {
                at[d--] = 0;
            }
            if (d >= 0) {
                at[d]++;
            }
        }
    }

    private void add(long offset, long size, long[] place, boolean filtered) throws MalformedCheckpointException {
        if (runs.size() >= MOST_CHUNKS || offset < 0 || size < 0 || offset > file.size() - size) {
            throw new MalformedCheckpointException("it has too many chunks, or one points past its end");
        }
        String name = dataset.name() + "#chunk" + Arrays.toString(place).replace(" ", "");
        if (filtered) {
            runs.add(Run.bytes(name, offset, size));
        } else if (size != dataset.sizeOf(extents)) {
            throw new MalformedCheckpointException("a chunk is not as long as its shape says");
        } else {
            runs.add(new Run(name, dataset.type().dtype(), extents, offset, size, Role.PARAMETER));
        }
    }

    private static MalformedCheckpointException impossible() {
        return new MalformedCheckpointException("a dataset has chunks of an impossible shape");
    }
}
