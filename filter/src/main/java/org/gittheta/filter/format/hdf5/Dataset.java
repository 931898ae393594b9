// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.hdf5.ObjectHeader.Message;
import org.gittheta.storage.tensor.Shape;

/** Is a dataset: elements of a type and shape, laid out in some way. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Dataset(String name, Datatype type, Shape shape, long[] limits, boolean filtered, Message layout) {
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int LEFT_IN_FRAME = 1 << 16;

    /** Returns the dataset that a header describes, if it is one and has elements. */
    static Optional<Dataset> of(String name, ObjectHeader header) throws MalformedCheckpointException {
        Optional<Message> layout = header.first(ObjectHeader.LAYOUT);
        Optional<Message> type = header.first(ObjectHeader.DATATYPE);
        Optional<Message> space = header.first(ObjectHeader.DATASPACE);
        if (layout.isEmpty() || type.isEmpty() || space.isEmpty()) {
            return Optional.empty();
        }
        boolean filtered = header.first(ObjectHeader.FILTERS).isPresent();
        Shape shape = shape(space.get());
        long[] limits = limits(space.get(), shape.extents().length);
        return Optional.of(new Dataset(name, Datatype.parse(type.get()), shape, limits, filtered, layout.get()));
    }

    /** Reads the extents; a space without elements has one of zero. */
    private static Shape shape(Message space) throws MalformedCheckpointException {
        ByteBuffer data = space.atLeast(4);
        int version = data.get(0);
        int rank = data.get(1);
        if (version < 1 || version > 2 || rank < 0 || rank > 32) {
            throw new MalformedCheckpointException("a dataset has a shape of an unknown kind");
        }
        if (version == 2 && data.get(3) == 2) {
            return Shape.of(0);
        }
        int at = version == 1 ? 8 : 4;
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) {
            extents[i] = space.atLeast(at + 8L * (i + 1)).getLong(at + 8 * i);
            if (extents[i] < 0) {
                throw new MalformedCheckpointException("a dataset has an impossible shape");
            }
        }
        return Shape.of(extents);
    }

    /** Reads how long each dimension may get, -1 without a limit; nothing if it may not get longer. */
    private static long[] limits(Message space, int rank) throws MalformedCheckpointException {
        ByteBuffer data = space.atLeast(4);
        if ((data.get(2) & 1) == 0 || data.get(1) != rank) {
            return new long[0];
        }
        long[] limits = new long[rank];
        int at = (data.get(0) == 1 ? 8 : 4) + 8 * rank;
        space.atLeast(at + 8L * rank);
        for (int i = 0; i < rank; i++) {
            limits[i] = data.getLong(at + 8 * i);
        }
        return limits;
    }

    /** Adds the runs of its data, of which there are none if nothing was ever written. */
    void addRuns(Hdf5Input file, List<Run> runs) throws IOException, MalformedCheckpointException {
        ByteBuffer data = layout.atLeast(2);
        int version = data.get(0);
        if (version < 3 || version > 5) {
            throw new MalformedCheckpointException("a dataset is laid out in an unknown way");
        }
        switch (data.get(1)) {
            case COMPACT -> {
                int size = Short.toUnsignedInt(layout.atLeast(4).getShort(2));
                layout.atLeast(4L + size);
                addWhole(layout.offset() + 4, size, runs);
            }
            case CONTIGUOUS -> {
                long address = layout.atLeast(18).getLong(2);
                if (address != Hdf5Input.NOWHERE) {
                    addWhole(address, data.getLong(10), runs);
                }
            }
            case CHUNKED -> new Chunks(file, this, runs).add(version);
            default -> throw new MalformedCheckpointException("a dataset is laid out in an unknown way");
        }
    }

    private void addWhole(long offset, long size, List<Run> runs) throws MalformedCheckpointException {
        if (offset < 0 || size < 0) {
            throw new MalformedCheckpointException("a dataset lies at no place");
        }
        if (type.pointsElsewhere()) {
            if (size > LEFT_IN_FRAME) {
                runs.add(Run.bytes(name + "#references", offset, size));
            }
        } else if (size != sizeOf(shape)) {
            throw new MalformedCheckpointException("a dataset is not as long as its shape says");
        } else {
            runs.add(new Run(name, type.dtype(), shape, offset, size, Role.PARAMETER));
        }
    }

    /** Returns the number of bytes of so many elements, or -1 if there are too many. */
    long sizeOf(Shape extents) {
        long elements = extents.elements().orElse(Long.MAX_VALUE);
        return type.bytes() > 0 && elements > Long.MAX_VALUE / type.bytes() ? -1 : elements * type.bytes();
    }
}
