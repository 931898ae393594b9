// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the changes of a parameter by sign and power of two, for many threads that see different elements.
 *
 * <p>So it needs no range beforehand, and shows changes of every size. What is not finite is left out.
 */
public final class DeltaHistogram implements PairKernel.Observer {
    /** The exponent of the smallest changes that have a bin of their own; smaller ones are counted there, too. */
    public static final int SMALLEST = -64;

    /** The exponent of the largest. */
    public static final int LARGEST = 31;

    private static final int BINS = LARGEST - SMALLEST + 1;

    private final AtomicLongArray counts = new AtomicLongArray(2 * BINS + 1);

    /** Begins without any. */
    public DeltaHistogram() {}

    @Override
    public void see(long element, double[] before, double[] after, int values) {
        int[] part = new int[2 * BINS + 1];
        for (int i = 0; i < values; i++) {
            double change = after[i] - before[i];
            if (change == 0) {
                part[BINS]++;
            } else if (Double.isFinite(change)) {
                int exponent = Math.max(SMALLEST, Math.min(LARGEST, Math.getExponent(change)));
                part[change < 0 ? LARGEST - exponent : BINS + 1 + exponent - SMALLEST]++;
            }
        }
        for (int i = 0; i < part.length; i++) {
            if (part[i] > 0) {
                counts.addAndGet(i, part[i]);
            }
        }
    }

    /**
     * Returns how often changes of a size are there.
     *
     * @param exponent e, for sizes from 2^e up to 2^(e+1)
     * @param negative whether those below zero are meant
     */
    public long count(int exponent, boolean negative) {
        return counts.get(negative ? LARGEST - exponent : BINS + 1 + exponent - SMALLEST);
    }

    /** Returns how many values did not change. */
    public long zeros() {
        return counts.get(BINS);
    }
}
