// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts small bytes in evenly spread parts of a plane.
 *
 * @param all the bytes that were looked at
 * @param filled those that are not zero
 * @param overTwoBits those that are no less than the limit of fields of two bits
 * @param overFourBits those that are no less than that of fields of four bits
 */
record PlaneSample(int all, int filled, int overTwoBits, int overFourBits) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RUNS = 16;
    private static final int RUN = 64;

    /** The share of bytes that may be too large for their fields. */
    private static final int EXCEEDING_PERCENT = 4;

    /** Shares of bytes that are not zero below which gaps are shorter than fields of two bits, packed. */
    private static final int SPARSE_PERCENT = 12;

    /** The same beside whole bytes. */
    private static final int SPARSE_LARGE_PERCENT = 30;

    /** Looks at a plane; one that is shorter than a run counts as filled with zeros. */
    static PlaneSample of(byte[] plane, int from, int length) {
        int filled = 0;
        int two = 0;
        int four = 0;
        int runs = Math.min(RUNS, length / RUN);
        for (int run = 0; run < runs; run++) {
            int at = from + (int) ((long) (length - RUN) * run / Math.max(1, runs - 1));
            for (int i = at; i < at + RUN; i += 8) {
                long eight = (long) LONG.get(plane, i);
                filled += Long.bitCount(NarrowBytes.atLeast(eight, 1));
                two += Long.bitCount(NarrowBytes.atLeast(eight, 3));
                four += Long.bitCount(NarrowBytes.atLeast(eight, 15));
            }
        }
        return new PlaneSample(runs * RUN, filled, two, four);
    }

    /** Returns the bits of fields that hold nearly all bytes: 2, 4 or 8. */
    int fieldBits() {
        if (overTwoBits * 100 <= all * EXCEEDING_PERCENT) {
            return 2;
        }
        return overFourBits * 100 <= all * EXCEEDING_PERCENT ? 4 : 8;
    }

    /** Tells whether it may be shorter to say where the bytes are that are not zero. */
    boolean isMostlyZero() {
        return filled * 100 <= all * (fieldBits() == 8 ? SPARSE_LARGE_PERCENT : SPARSE_PERCENT);
    }
}
