// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Estimates for every row how much of its change lies outside of a space, for many threads that see different elements.
 *
 * <p>The square of the product of what is left of a row with a vector of independent numbers of variance 1 has the square of
 * its length as its mean. So the row is multiplied by a few such vectors from which the space was taken, which costs the
 * same whatever the rank is (Freivalds 1979 checks products of matrices so).
 */
final class RowProbes implements PairKernel.Observer {
    private static final int PROBES = 4;
    private static final int SUMS = PROBES + 2;

    private final long rowLength;
    private final double[][] probes = new double[PROBES][];
    private final double[] sums;

    /** Takes the space; {@code rows} times six doubles are kept. */
    RowProbes(RowSpace space, int rows, int rowLength) {
        this.rowLength = rowLength;
        Random random = new Random(rowLength);
        for (int p = 0; p < PROBES; p++) {
            probes[p] =
                    random.doubles(rowLength, -1, 1).map(x -> x * Math.sqrt(3)).toArray();
            space.reduce(probes[p]);
        }
        sums = new double[rows * SUMS];
    }

    @Override
    public void see(long element, double[] before, double[] after, int values) {
        double[] part = new double[SUMS];
        for (int i = 0; i < values; ) {
            long row = (element + i) / rowLength;
            int column = (int) ((element + i) % rowLength);
            int count = (int) Math.min(values - i, rowLength - column);
            sum(part, column, before, after, i, count);
            // A row may begin in one run and end in another.
            synchronized (this) {
                for (int k = 0; k < SUMS; k++) {
                    sums[(int) row * SUMS + k] += part[k];
                }
            }
            i += count;
        }
    }

    private void sum(double[] part, int column, double[] before, double[] after, int at, int count) {
        double[] w0 = probes[0];
        double[] w1 = probes[1];
        double[] w2 = probes[2];
        double[] w3 = probes[3];
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double sizes = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double change = after[at + i] - before[at + i];
            double size = Math.max(Math.abs(before[at + i]), Math.abs(after[at + i]));
            s0 += change * w0[column + i];
            s1 += change * w1[column + i];
            s2 += change * w2[column + i];
            s3 += change * w3[column + i];
            sizes += size * size;
            squares += change * change;
        }
        part[0] = s0;
        part[1] = s1;
        part[2] = s2;
        part[3] = s3;
        part[4] = sizes;
        part[5] = squares;
    }

    /** Returns the rows of which more is left than so many times what rounding explains, or which are not finite. */
    List<Long> beyond(double times, double unit) {
        List<Long> rows = new ArrayList<>();
        for (int at = 0; at < sums.length; at += SUMS) {
            double left = 0;
            for (int p = 0; p < PROBES; p++) {
                left += sums[at + p] * sums[at + p] / PROBES;
            }
            double most = times * RankSearch.noise(unit, sums[at + 4], sums[at + 5]);
            if (!(left <= most * most)) {
                rows.add((long) (at / SUMS));
            }
        }
        return rows;
    }
}
