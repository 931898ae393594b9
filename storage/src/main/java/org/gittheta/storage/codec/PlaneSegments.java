// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;

/**
 * Writes and reads runs of bytes of a difference's planes, each in the shortest of four ways.
 *
 * <pre>
 * segment    = %x00000000                       ; u32: all bytes are zero
 *            / stored-head *byte                ; top bits 10, then the length: as they are
 *            / packed-head *byte                ; top bits 00, then the stored length, at least 1: a zstd frame
 *            / sparse-head gaps values          ; top bits 01, then the number of bytes that are not zero, at least 1
 * gaps       = u32 segment                      ; length, and: for each such byte the number of zeros before it, as
 *                                               ; bytes 255 that add up, and a last one below 255
 * values     = segment                          ; those bytes; neither it nor gaps is sparse
 * </pre>
 *
 * <p>Zstd frames have no magic number, content size or checksum. For one thread.
 */
final class PlaneSegments {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int KIND = 0xC0000000;
    private static final int STORED = 0x80000000;
    private static final int SPARSE = 0x40000000;
    private static final int RUN = 2048;

    /** Shares of bytes that are not zero below which gaps are shorter than what an entropy coder makes of zeros. */
    private static final int SPARSE_PERCENT = 30;

    private final PlaneWorker worker;
    private byte[] gaps = new byte[0];
    private byte[] values = new byte[0];
    private int gapBytes;
    private int valueBytes;
    private int zeros;

    PlaneSegments(PlaneWorker worker) {
        this.worker = worker;
    }

    /** Returns the most bytes that a segment of that length takes. */
    static int bound(int length) {
        return length + 64;
    }

    /**
     * Writes a segment.
     *
     * @return where it ends in {@code out}
     */
    int write(byte[] plane, int from, int length, byte[] out, int at) {
        int filled = countFilled(plane, from, length);
        if (filled == 0) {
            INT.set(out, at, 0);
            return at + 4;
        }
        if ((long) filled * 100 < (long) length * SPARSE_PERCENT && length >= 64) {
            return writeSparse(plane, from, length, filled, out, at);
        }
        return writeDense(plane, from, length, out, at);
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
        room(filled, filled + length / 255 + 1);
        gapBytes = 0;
        valueBytes = 0;
        zeros = 0;
        for (int run = from; run < from + length; run += RUN) {
            gatherRun(plane, run, Math.min(from + length, run + RUN));
        }
        INT.set(out, at, filled | SPARSE);
        INT.set(out, at + 4, gapBytes);
        int end = writeDense(gaps, 0, gapBytes, out, at + 8);
        return writeDense(values, 0, filled, out, end);
    }

    private void gatherRun(byte[] plane, int from, int to) {
        int gap = zeros;
        int g = gapBytes;
        int v = valueBytes;
        for (int i = from; i < to; i++) {
            byte value = plane[i];
            if (value == 0) {
                gap++;
            } else {
                while (gap >= 255) {
                    gaps[g++] = -1;
                    gap -= 255;
                }
                gaps[g++] = (byte) gap;
                values[v++] = value;
                gap = 0;
            }
        }
        zeros = gap;
        gapBytes = g;
        valueBytes = v;
    }

    private static int countFilled(byte[] plane, int from, int length) {
        int filled = 0;
        int end = from + length;
        int whole = end - length % 8;
        for (int run = from; run < whole; run += RUN) {
            filled += countRun(plane, run, Math.min(whole, run + RUN));
        }
        for (int i = whole; i < end; i++) {
            filled += plane[i] == 0 ? 0 : 1;
        }
        return filled;
    }

    private static int countRun(byte[] plane, int from, int to) {
        int filled = 0;
        for (int i = from; i < to; i += 8) {
            long x = (long) LONG.get(plane, i);
            // The top bit of each byte that is not zero.
            long tops = (((x & 0x7F7F7F7F7F7F7F7FL) + 0x7F7F7F7F7F7F7F7FL) | x) & 0x8080808080808080L;
            filled += Long.bitCount(tops);
        }
        return filled;
    }

    private void room(int forValues, int forGaps) {
        if (values.length < forValues) {
            values = new byte[forValues];
        }
        if (gaps.length < forGaps) {
            gaps = new byte[forGaps];
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
        room(filled, gapped);
        int next = readDense(block, at + 8, end, gaps, 0, gapped);
        next = readDense(block, next, end, values, 0, filled);
        Arrays.fill(plane, to, to + length, (byte) 0);
        spread(plane, to, to + length, gapped, filled);
        return next;
    }

    private void spread(byte[] plane, int from, int to, int gapped, int filled) throws CorruptObjectException {
        int place = from;
        int v = 0;
        for (int g = 0; g < gapped; g++) {
            int gap = gaps[g] & 0xFF;
            place += gap;
            if (gap < 255) {
                if (place >= to || v == filled) {
                    throw new CorruptObjectException("a difference lies outside of its plane");
                }
                plane[place++] = values[v++];
            }
        }
        if (v != filled) {
            throw new CorruptObjectException("differences without a place");
        }
    }

    private static int head(byte[] block, int at, int end) throws CorruptObjectException {
        if (at > end - 4) {
            throw new CorruptObjectException("a block of differences is cut off");
        }
        return (int) INT.get(block, at);
    }
}
