// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Splits little-endian elements into planes of bytes of equal significance, and joins them.
 *
 * <p>The 16-bit case, which BF16 checkpoints live by, moves four elements at a time inside a {@code long}.
 */
final class BytePlanes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
    private static final long EVEN_PAIRS = 0x0000FFFF0000FFFFL;
    private static final long LOW_BITS = 0x0001000100010001L;
    private static final long HIGH_BITS = 0x8000800080008000L;

    private static final int RUN = 1024;

    private BytePlanes() {}

    /**
     * Splits.
     *
     * @param raw the elements, from index 0
     * @param planes takes the planes one after the other, least significant first, each of {@code elements} bytes
     * @param elements their number
     * @param width bytes of an element: 1, 2, 4 or 8
     * @param rotate whether each element is rotated left by one bit first
     */
    static void split(byte[] raw, byte[] planes, int elements, int width, boolean rotate) {
        switch (width) {
            case 1 -> System.arraycopy(raw, 0, planes, 0, elements);
            case 2 -> split2(raw, planes, elements, rotate);
            case 4 -> split4(raw, planes, elements, rotate ? 1 : 0);
            case 8 -> split8(raw, planes, elements, rotate ? 1 : 0);
            default -> throw new IllegalArgumentException("elements of " + width + " bytes");
        }
    }

    /** Joins what {@link #split} split. */
    static void join(byte[] planes, byte[] raw, int elements, int width, boolean rotated) {
        switch (width) {
            case 1 -> System.arraycopy(planes, 0, raw, 0, elements);
            case 2 -> join2(planes, raw, elements, rotated);
            case 4 -> join4(planes, raw, elements, rotated ? 1 : 0);
            case 8 -> join8(planes, raw, elements, rotated ? 1 : 0);
            default -> throw new IllegalArgumentException("elements of " + width + " bytes");
        }
    }

    private static void split2(byte[] raw, byte[] planes, int elements, boolean rotate) {
        int whole = elements - elements % RUN;
        for (int i = 0; i < whole; i += RUN) {
            splitRun2(raw, planes, i, elements + i, rotate ? 1 : 0);
        }
        for (int i = whole; i < elements; i++) {
            int x = (short) SHORT.get(raw, 2 * i) & 0xFFFF;
            int y = rotate ? (x << 1) | (x >>> 15) : x;
            planes[i] = (byte) y;
            planes[elements + i] = (byte) (y >> 8);
        }
    }

    /** Splits {@link #RUN} elements, a method of its own so that it is compiled after a few calls, not blocks later. */
    private static void splitRun2(byte[] raw, byte[] planes, int low, int high, int rotation) {
        for (int i = 0; i < RUN; i += 8) {
            long x = rotate((long) LONG.get(raw, 2 * (low + i)), rotation);
            long y = rotate((long) LONG.get(raw, 2 * (low + i) + 8), rotation);
            LONG.set(planes, low + i, gather(x & EVEN_BYTES, y & EVEN_BYTES));
            LONG.set(planes, high + i, gather((x >>> 8) & EVEN_BYTES, (y >>> 8) & EVEN_BYTES));
        }
    }

    private static long rotate(long four, int rotation) {
        return rotation == 0 ? four : ((four << 1) & ~LOW_BITS) | ((four >>> 15) & LOW_BITS);
    }

    private static long gather(long first, long second) {
        return gather(first) | (gather(second) << 32);
    }

    /** Moves the even bytes together, into the lower half; the odd ones are zero. */
    static long gather(long evenBytes) {
        long pairs = (evenBytes | (evenBytes >>> 8)) & EVEN_PAIRS;
        return (pairs | (pairs >>> 16)) & 0xFFFFFFFFL;
    }

    private static void join2(byte[] planes, byte[] raw, int elements, boolean rotated) {
        int whole = elements - elements % RUN;
        for (int i = 0; i < whole; i += RUN) {
            joinRun2(planes, raw, i, elements + i, rotated ? 1 : 0);
        }
        for (int i = whole; i < elements; i++) {
            int y = (planes[i] & 255) | ((planes[elements + i] & 255) << 8);
            int x = rotated ? (y >>> 1) | (y << 15) : y;
            SHORT.set(raw, 2 * i, (short) x);
        }
    }

    private static void joinRun2(byte[] planes, byte[] raw, int low, int high, int rotation) {
        for (int i = 0; i < RUN; i += 4) {
            long x = scatter((int) INT.get(planes, low + i)) | (scatter((int) INT.get(planes, high + i)) << 8);
            long y = rotation == 0 ? x : ((x >>> 1) & ~HIGH_BITS) | ((x << 15) & HIGH_BITS);
            LONG.set(raw, 2 * (low + i), y);
        }
    }

    /** Moves bytes apart, what {@link #gather} brought together. */
    static long scatter(int bytes) {
        long pairs = bytes & 0xFFFFFFFFL;
        pairs = (pairs | (pairs << 16)) & EVEN_PAIRS;
        return (pairs | (pairs << 8)) & EVEN_BYTES;
    }

    private static void split4(byte[] raw, byte[] planes, int elements, int rotation) {
        int whole = elements - elements % RUN;
        for (int i = 0; i < whole; i += RUN) {
            splitRun4(raw, planes, elements, i, rotation);
        }
        for (int i = whole; i < elements; i++) {
            int x = Integer.rotateLeft((int) INT.get(raw, 4 * i), rotation);
            planes[i] = (byte) x;
            planes[elements + i] = (byte) (x >> 8);
            planes[2 * elements + i] = (byte) (x >> 16);
            planes[3 * elements + i] = (byte) (x >> 24);
        }
    }

    /**
     * Splits {@link #RUN} elements, a method of its own for the same reason.
     *
     * <p>Eight elements are a square of bytes, one row in each of four longs: element i in the lower and i + 4 in the upper
     * half. Swapping neighbouring bytes, then neighbouring pairs of bytes, between rows turns it into four rows of planes.
     */
    private static void splitRun4(byte[] raw, byte[] planes, int elements, int from, int rotation) {
        for (int i = from; i < from + RUN; i += 8) {
            long a = pair(raw, i, rotation);
            long b = pair(raw, i + 1, rotation);
            long c = pair(raw, i + 2, rotation);
            long d = pair(raw, i + 3, rotation);
            long ab = ((a >>> 8) ^ b) & EVEN_BYTES;
            long cd = ((c >>> 8) ^ d) & EVEN_BYTES;
            a ^= ab << 8;
            b ^= ab;
            c ^= cd << 8;
            d ^= cd;
            long ac = ((a >>> 16) ^ c) & EVEN_PAIRS;
            long bd = ((b >>> 16) ^ d) & EVEN_PAIRS;
            LONG.set(planes, i, a ^ (ac << 16));
            LONG.set(planes, elements + i, b ^ (bd << 16));
            LONG.set(planes, 2 * elements + i, c ^ ac);
            LONG.set(planes, 3 * elements + i, d ^ bd);
        }
    }

    private static long pair(byte[] raw, int i, int rotation) {
        int low = Integer.rotateLeft((int) INT.get(raw, 4 * i), rotation);
        int high = Integer.rotateLeft((int) INT.get(raw, 4 * i + 16), rotation);
        return (low & 0xFFFFFFFFL) | ((long) high << 32);
    }

    private static void join4(byte[] planes, byte[] raw, int elements, int rotation) {
        int whole = elements - elements % RUN;
        for (int i = 0; i < whole; i += RUN) {
            joinRun4(planes, raw, elements, i, rotation);
        }
        for (int i = whole; i < elements; i++) {
            int x = (planes[i] & 255)
                    | ((planes[elements + i] & 255) << 8)
                    | ((planes[2 * elements + i] & 255) << 16)
                    | (planes[3 * elements + i] << 24);
            INT.set(raw, 4 * i, Integer.rotateRight(x, rotation));
        }
    }

    /** Joins {@link #RUN} elements with the swaps of {@link #splitRun4} backwards. */
    private static void joinRun4(byte[] planes, byte[] raw, int elements, int from, int rotation) {
        for (int i = from; i < from + RUN; i += 8) {
            long a = (long) LONG.get(planes, i);
            long b = (long) LONG.get(planes, elements + i);
            long c = (long) LONG.get(planes, 2 * elements + i);
            long d = (long) LONG.get(planes, 3 * elements + i);
            long ac = ((a >>> 16) ^ c) & EVEN_PAIRS;
            long bd = ((b >>> 16) ^ d) & EVEN_PAIRS;
            a ^= ac << 16;
            b ^= bd << 16;
            c ^= ac;
            d ^= bd;
            long ab = ((a >>> 8) ^ b) & EVEN_BYTES;
            long cd = ((c >>> 8) ^ d) & EVEN_BYTES;
            setPair(raw, i, a ^ (ab << 8), rotation);
            setPair(raw, i + 1, b ^ ab, rotation);
            setPair(raw, i + 2, c ^ (cd << 8), rotation);
            setPair(raw, i + 3, d ^ cd, rotation);
        }
    }

    private static void setPair(byte[] raw, int i, long pair, int rotation) {
        INT.set(raw, 4 * i, Integer.rotateRight((int) pair, rotation));
        INT.set(raw, 4 * i + 16, Integer.rotateRight((int) (pair >>> 32), rotation));
    }

    private static void split8(byte[] raw, byte[] planes, int elements, int rotation) {
        for (int i = 0; i < elements; i++) {
            long x = Long.rotateLeft((long) LONG.get(raw, 8 * i), rotation);
            for (int plane = 0; plane < 8; plane++) {
                planes[plane * elements + i] = (byte) (x >> (8 * plane));
            }
        }
    }

    private static void join8(byte[] planes, byte[] raw, int elements, int rotation) {
        for (int i = 0; i < elements; i++) {
            long x = 0;
            for (int plane = 0; plane < 8; plane++) {
                x |= (planes[plane * elements + i] & 255L) << (8 * plane);
            }
            LONG.set(raw, 8 * i, Long.rotateRight(x, rotation));
        }
    }
}
