// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gittheta.storage.object.CorruptObjectException;

/**
 * Packs bytes, most of which are small, into fields of two or four bits: an entropy coder then sees four or two of them
 * at once, needs less than a bit for a byte, and has less to do.
 *
 * <p>A field holds the byte itself. The largest value that it can hold, the limit, stands for every byte from there on, and
 * how much more it is follows elsewhere. Fields fill a byte from the least significant bits on.
 *
 * @param bits bits of a field: 2 or 4
 */
record NarrowBytes(int bits) {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final int RUN = 2048;

    /** Bytes behind the fields that may be written, too. */
    static final int SLACK = 4;

    /** Returns the top bit of each of eight bytes that is at least the limit, which is 1 to 127. */
    static long atLeast(long eight, int limit) {
        return (((eight & ~TOPS) + (0x80 - limit) * ONES) | eight) & TOPS;
    }

    private int limit() {
        return (1 << bits) - 1;
    }

    /** Returns the number of bytes that the fields of so many bytes take. */
    int packedLength(int length) {
        return (length * bits + 7) / 8;
    }

    /**
     * Packs.
     *
     * @param fields takes {@link #packedLength}, and has room for {@link #SLACK} more
     * @param rest takes by how much bytes exceed the limit that are not below it; may be as long as all
     * @return the number of these
     */
    int pack(byte[] bytes, int from, int length, byte[] fields, byte[] rest) {
        int exceeding = 0;
        int whole = length - length % 8;
        for (int run = 0; run < whole; run += RUN) {
            exceeding = packRun(bytes, from, run, Math.min(whole, run + RUN), fields, rest, exceeding);
        }
        if (whole < length) {
            long last = 0;
            for (int i = length - 1; i >= whole; i--) {
                last = (last << 8) | (bytes[from + i] & 0xFF);
            }
            exceeding = packEight(last, whole, fields, rest, exceeding);
        }
        return exceeding;
    }

    private int packRun(byte[] bytes, int from, int at, int end, byte[] fields, byte[] rest, int exceeding) {
        int found = exceeding;
        for (int i = at; i < end; i += 8) {
            found = packEight((long) LONG.get(bytes, from + i), i, fields, rest, found);
        }
        return found;
    }

    private int packEight(long eight, int at, byte[] fields, byte[] rest, int exceeding) {
        long narrow = eight;
        int found = exceeding;
        long large = atLeast(eight, limit());
        if (large != 0) {
            long mask = (large >>> 7) * 0xFF;
            narrow = (eight & ~mask) | (mask & (limit() * ONES));
            for (long left = large; left != 0; left &= left - 1) {
                int shift = Long.numberOfTrailingZeros(left) - 7;
                rest[found++] = (byte) ((int) (eight >>> shift) - limit());
            }
        }
        if (bits == 4) {
            long two = (narrow | (narrow >>> 4)) & 0x00FF00FF00FF00FFL;
            INT.set(fields, at / 2, (int) BytePlanes.gather(two));
        } else {
            long two = (narrow | (narrow >>> 6)) & 0x000F000F000F000FL;
            long four = (two | (two >>> 12)) & 0x000000FF000000FFL;
            SHORT.set(fields, at / 4, (short) (four | (four >>> 24)));
        }
        return found;
    }

    /**
     * Unpacks.
     *
     * @param fields has room for {@link #SLACK} more than {@link #packedLength}
     * @param rest by how much bytes exceed the limit, in order
     * @param exceeding their number
     */
    void unpack(byte[] fields, byte[] rest, int exceeding, byte[] bytes, int to, int length)
            throws CorruptObjectException {
        int found = 0;
        int whole = length - length % 8;
        for (int run = 0; run < whole; run += RUN) {
            found = unpackRun(fields, rest, exceeding, bytes, to, run, Math.min(whole, run + RUN), found);
        }
        if (whole < length) {
            // Fields behind the last one are nobody's.
            long mine = (1L << (8 * (length - whole))) - 1;
            long last = eight(fields, whole) & mine;
            long large = atLeast(last, limit());
            last = raised(last, large, rest, found, exceeding);
            found += Long.bitCount(large);
            for (int i = whole; i < length; i++) {
                bytes[to + i] = (byte) last;
                last >>>= 8;
            }
        }
        if (found != exceeding) {
            throw tooMany(exceeding, found);
        }
    }

    private static CorruptObjectException tooMany(int some, int others) {
        return new CorruptObjectException(some + " bytes of " + others + " are large");
    }

    private int unpackRun(byte[] fields, byte[] rest, int exceeding, byte[] bytes, int to, int at, int end, int before)
            throws CorruptObjectException {
        int found = before;
        for (int i = at; i < end; i += 8) {
            long eight = eight(fields, i);
            long large = atLeast(eight, limit());
            if (large != 0) {
                eight = raised(eight, large, rest, found, exceeding);
                found += Long.bitCount(large);
            }
            LONG.set(bytes, to + i, eight);
        }
        return found;
    }

    private long eight(byte[] fields, int at) {
        if (bits == 4) {
            long one = BytePlanes.scatter((int) INT.get(fields, at / 2));
            return (one | (one << 4)) & (0x0F * ONES);
        }
        long four = (short) SHORT.get(fields, at / 4) & 0xFFFFL;
        long two = (four | (four << 24)) & 0x000000FF000000FFL;
        long one = (two | (two << 12)) & 0x000F000F000F000FL;
        return (one | (one << 6)) & (0x03 * ONES);
    }

    /** Adds what comes next to the bytes whose top bit is set in {@code large}; one that passes 255 is anything. */
    private static long raised(long eight, long large, byte[] rest, int next, int exceeding)
            throws CorruptObjectException {
        int more = Long.bitCount(large);
        if (more > exceeding - next) {
            throw tooMany(next + more, exceeding);
        }
        long raised = eight;
        int from = next;
        for (long left = large; left != 0; left &= left - 1) {
            int shift = Long.numberOfTrailingZeros(left) - 7;
            raised += (rest[from++] & 0xFFL) << shift;
        }
        return raised;
    }
}
