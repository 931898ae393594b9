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
    private static final int SINGLE_IS_FILTERED = 2;
    private static final int MOST_LEVELS = 16;
    private static final int MOST_CHUNKS = 1 << 19;

    private final Hdf5Input file;
    private final Dataset dataset;
    private final List<Run> runs;
    private final int rank;
    private Shape extents;

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

    private void addIndexed() throws MalformedCheckpointException {
        ByteBuffer data = dataset.layout().atLeast(5);
        int width = data.get(4);
        if (width < 1 || width > 8) {
            throw impossible();
        }
        int index = 5 + width * (rank + 1);
        dataset.layout().atLeast(index + 9L);
        extents = extents(data, 3, 5, width);
        int kind = data.get(index);
        boolean filtered = kind == SINGLE && (data.get(2) & SINGLE_IS_FILTERED) != 0;
        int place = index + (filtered ? 13 : 1);
        long address = dataset.layout().atLeast(place + 8L).getLong(place);
        if (address == Hdf5Input.NOWHERE) {
            return;
        }
        if (kind == SINGLE) {
            add(address, filtered ? data.getLong(index + 1) : dataset.sizeOf(extents), new long[rank], filtered);
        } else if (kind == IN_A_ROW && !dataset.filtered()) {
            addRow(address);
        } else {
            throw new MalformedCheckpointException("a dataset has an index of chunks that is not read yet");
        }
    }

    private Shape extents(ByteBuffer data, int dimensionality, int at, int width) throws MalformedCheckpointException {
        if (data.get(dimensionality) != rank + 1) {
            throw impossible();
        }
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            for (int b = width - 1; b >= 0; b--) {
                sizes[i] = (sizes[i] << 8) | (data.get(at + i * width + b) & 0xFF);
            }
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
        long[] sizes = extents.extents();
        long[] whole = dataset.shape().extents();
        long bytes = dataset.sizeOf(extents);
        long[] place = new long[rank];
        if (bytes <= 0 || Arrays.stream(whole).anyMatch(n -> n == 0)) {
            return;
        }
        for (long at = address; ; at += bytes) {
            add(at, bytes, place.clone(), false);
            int d = rank - 1;
            while (d >= 0 && place[d] + sizes[d] >= whole[d]) {
                place[d--] = 0;
            }
            if (d < 0) {
                return;
            }
            place[d] += sizes[d];
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
