// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;

/**
 * Writes and reads runs of bytes of a difference's planes, each in one of five ways, which a sample chooses.
 *
 * <pre>
 * segment    = %x00000000                       ; u32: all bytes are zero
 *            / sparse-head gaps values          ; top bits 01, then the number of bytes that are not zero, at least 1
 *            / filled
 * filled     = dense
 *            / narrow-head fields [rest]        ; top bits 11, then a bit that is set if fields have two bits and not
 *                                               ; four, then the number of bytes that do not fit into their fields
 * dense      = stored-head *byte                ; top bits 10, then the length: as they are
 *            / packed-head *byte                ; top bits 00, then the stored length, at least 1: a zstd frame
 * gaps       = u32 dense                        ; length, and: for each such byte the number of zeros before it, as
 *                                               ; bytes 255 that add up, and a last one below 255
 * values     = filled                           ; those bytes
 * fields     = dense                            ; see {@link NarrowBytes}
 * rest       = dense                            ; by how much bytes exceed their fields, if there are such
 * </pre>
 *
 * <p>Zstd frames have no magic number, content size or checksum. For one thread.
 */
final class PlaneSegments {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int KIND = 0xC0000000;
    private static final int STORED = 0x80000000;
    private static final int SPARSE = 0x40000000;
    private static final int NARROW = 0xC0000000;
    private static final int TWO_BITS = 0x20000000;

    /** Runs shorter than this are worth no thought. */
    private static final int SHORTEST = 64;

    private final PlaneWorker worker;
    private final SparseBytes sparse = new SparseBytes();
    private byte[] fields = new byte[0];
    private byte[] rest = new byte[0];

    PlaneSegments(PlaneWorker worker) {
        this.worker = worker;
    }

    /**
     * Writes a segment, which takes at most 64 bytes more than it has.
     *
     * @return where it ends in {@code out}
     */
    int write(byte[] plane, int from, int length, byte[] out, int at) {
        PlaneSample sample = PlaneSample.of(plane, from, length);
        if (sample.isMostlyZero()) {
            int filled = SparseBytes.countFilled(plane, from, length);
            if (filled == 0) {
                INT.set(out, at, 0);
                return at + 4;
            }
            if (length >= SHORTEST && filled < length / 3) {
                return writeSparse(plane, from, length, filled, out, at);
            }
        }
        return writeFilled(sample, plane, from, length, out, at);
    }

    private int writeFilled(PlaneSample sample, byte[] bytes, int from, int length, byte[] out, int at) {
        return length < SHORTEST || sample.fieldBits() == 8
                ? writeDense(bytes, from, length, out, at)
                : writeNarrow(bytes, from, length, new NarrowBytes(sample.fieldBits()), out, at);
    }

    private int writeDense(byte[] bytes, int from, int length, byte[] out, int at) {
        int packed = length < 16 ? -1 : worker.compress(bytes, from, length, out, at + 4, true);
        if (packed >= 0) {
            INT.set(out, at, packed);
            return at + 4 + packed;
        }
        INT.set(out, at, length | STORED);
        System.arraycopy(bytes, from, out, at + 4, length);
        return at + 4 + length;
    }

    private int writeSparse(byte[] plane, int from, int length, int filled, byte[] out, int at) {
        int gapBytes = sparse.gather(plane, from, length, filled);
        INT.set(out, at, filled | SPARSE);
        INT.set(out, at + 4, gapBytes);
        int end = writeDense(sparse.gaps(), 0, gapBytes, out, at + 8);
        return writeFilled(PlaneSample.of(sparse.values(), 0, filled), sparse.values(), 0, filled, out, end);
    }

    private int writeNarrow(byte[] plane, int from, int length, NarrowBytes narrow, byte[] out, int at) {
        room(narrow.packedLength(length), length);
        int exceeding = narrow.pack(plane, from, length, fields, rest);
        if (exceeding > length / 8) {
            // The sample said otherwise.
            return writeDense(plane, from, length, out, at);
        }
        INT.set(out, at, exceeding | NARROW | (narrow.bits() == 2 ? TWO_BITS : 0));
        int end = writeDense(fields, 0, narrow.packedLength(length), out, at + 4);
        return exceeding == 0 ? end : writeDense(rest, 0, exceeding, out, end);
    }

    private void room(int packed, int exceeding) {
        if (fields.length < packed + NarrowBytes.SLACK) {
            fields = new byte[packed + NarrowBytes.SLACK];
        }
        if (rest.length < exceeding) {
            rest = new byte[exceeding];
        }
    }

    /**
     * Reads a segment of that length.
     *
     * @param end where the bytes to read end
     * @return where the segment ends
     */
    int read(byte[] block, int at, int end, byte[] plane, int to, int length) throws IOException {
        int head = head(block, at, end);
        if (head == 0) {
            Arrays.fill(plane, to, to + length, (byte) 0);
            return at + 4;
        }
        return (head & KIND) == SPARSE
                ? readSparse(block, at, end, plane, to, length)
                : readFilled(block, at, end, plane, to, length);
    }

    private int readFilled(byte[] block, int at, int end, byte[] plane, int to, int length) throws IOException {
        return (head(block, at, end) & KIND) == NARROW
                ? readNarrow(block, at, end, plane, to, length)
                : readDense(block, at, end, plane, to, length);
    }

    private int readDense(byte[] block, int at, int end, byte[] out, int to, int length) throws IOException {
        int head = head(block, at, end);
        int stored = head & ~KIND;
        boolean fits = (head & KIND) == STORED ? stored == length : (head & KIND) == 0 && stored > 0 && stored < length;
        if (!fits || stored > end - at - 4) {
            throw new CorruptObjectException("a plane of " + length + " bytes begins with " + head);
        }
        if ((head & KIND) == STORED) {
            System.arraycopy(block, at + 4, out, to, length);
        } else {
            worker.decompress(block, at + 4, stored, out, to, length);
        }
        return at + 4 + stored;
    }

    private int readSparse(byte[] block, int at, int end, byte[] plane, int to, int length) throws IOException {
        int filled = head(block, at, end) & ~KIND;
        int gapped = head(block, at + 4, end);
        if (filled < 1 || filled > length || gapped < filled || gapped > filled + length / 255) {
            throw new CorruptObjectException(filled + " differences in a plane of " + length + " bytes");
        }
        sparse.room(filled, gapped);
        int next = readDense(block, at + 8, end, sparse.gaps(), 0, gapped);
        next = readFilled(block, next, end, sparse.values(), 0, filled);
        sparse.spread(gapped, filled, plane, to, length);
        return next;
    }

    private int readNarrow(byte[] block, int at, int end, byte[] plane, int to, int length) throws IOException {
        int head = head(block, at, end);
        int exceeding = head & ~KIND & ~TWO_BITS;
        if (exceeding > length) {
            throw new CorruptObjectException(exceeding + " large bytes in a plane of " + length + " bytes");
        }
        NarrowBytes narrow = new NarrowBytes((head & TWO_BITS) != 0 ? 2 : 4);
        int packed = narrow.packedLength(length);
        room(packed, exceeding);
        int next = readDense(block, at + 4, end, fields, 0, packed);
        if (exceeding > 0) {
            next = readDense(block, next, end, rest, 0, exceeding);
        }
        narrow.unpack(fields, rest, exceeding, plane, to, length);
        return next;
    }

    private static int head(byte[] block, int at, int end) throws CorruptObjectException {
        if (at > end - 4) {
            throw new CorruptObjectException("a block of differences is cut off");
        }
        return (int) INT.get(block, at);
    }
}
