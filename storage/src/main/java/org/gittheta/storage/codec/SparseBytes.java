// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;

/**
 * Takes the bytes that are not zero out of many that are, and puts them back.
 *
 * <p>A gap is the number of zeros before such a byte: bytes 255 that add up, and a last one below 255. For one thread.
 */
final class SparseBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RUN = 2048;

    private byte[] gaps = new byte[0];
    private byte[] values = new byte[0];
    private int gapBytes;
    private int valueBytes;
    private int behindLast;

    /** Returns the gaps. */
    byte[] gaps() {
        return gaps;
    }

    /** Returns the bytes that are not zero. */
    byte[] values() {
        return values;
    }

    /** Makes room for so many bytes that are not zero, and for their gaps. */
    void room(int filled, int gapped) {
        if (values.length < filled) {
            values = new byte[filled];
        }
        if (gaps.length < gapped) {
            gaps = new byte[gapped];
        }
    }

    /** Counts the bytes that are not zero. */
    static int countFilled(byte[] bytes, int from, int length) {
        int filled = 0;
        int end = from + length;
        int whole = end - length % 8;
        for (int run = from; run < whole; run += RUN) {
            filled += countRun(bytes, run, Math.min(whole, run + RUN));
        }
        for (int i = whole; i < end; i++) {
            filled += bytes[i] == 0 ? 0 : 1;
        }
        return filled;
    }

    private static int countRun(byte[] bytes, int from, int to) {
        int filled = 0;
        for (int i = from; i < to; i += 8) {
            filled += Long.bitCount(NarrowBytes.atLeast((long) LONG.get(bytes, i), 1));
        }
        return filled;
    }

    /**
     * Gathers.
     *
     * @param filled the number of bytes that are not zero
     * @return the number of bytes of the gaps
     */
    int gather(byte[] bytes, int from, int length, int filled) {
        room(filled, filled + length / 255 + 1);
        gapBytes = 0;
        valueBytes = 0;
        behindLast = from;
        int end = from + length;
        int whole = end - length % 8;
        for (int run = from; run < whole; run += RUN) {
            gatherRun(bytes, run, Math.min(whole, run + RUN));
        }
        for (int i = whole; i < end; i++) {
            if (bytes[i] != 0) {
                take(bytes[i], i);
            }
        }
        return gapBytes;
    }

    private void gatherRun(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i += 8) {
            long eight = (long) LONG.get(bytes, i);
            for (long left = NarrowBytes.atLeast(eight, 1); left != 0; left &= left - 1) {
                int bit = Long.numberOfTrailingZeros(left) - 7;
                take((byte) (eight >>> bit), i + bit / 8);
            }
        }
    }

    private void take(byte value, int at) {
        int gap = at - behindLast;
        for (; gap >= 255; gap -= 255) {
            gaps[gapBytes++] = -1;
        }
        gaps[gapBytes++] = (byte) gap;
        values[valueBytes++] = value;
        behindLast = at + 1;
    }

    /** Puts bytes back between zeros. */
    void spread(int gapped, int filled, byte[] bytes, int from, int length) throws CorruptObjectException {
        Arrays.fill(bytes, from, from + length, (byte) 0);
        int place = from;
        int v = 0;
        for (int g = 0; g < gapped; g++) {
            int gap = gaps[g] & 0xFF;
            place += gap;
            if (gap < 255) {
                if (place >= from + length || v == filled) {
                    throw new CorruptObjectException("a difference lies outside of its plane");
                }
                bytes[place++] = values[v++];
            }
        }
        if (v != filled) {
            throw new CorruptObjectException("differences without a place");
        }
    }
}
