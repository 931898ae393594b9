// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.Arrays;

/** Keeps the change of some rows in some columns, for many threads that see different elements. */
final class RowGrid implements PairKernel.Observer {
    private final long[] rows;
    private final int[] columns;
    private final long rowLength;
    private final double[][] changes;
    private final float[][] sizes;

    /** Takes ascending numbers of rows and columns. */
    RowGrid(long[] rows, int[] columns, long rowLength) {
        this.rows = rows;
        this.columns = columns;
        this.rowLength = rowLength;
        changes = new double[rows.length][columns.length];
        sizes = new float[rows.length][columns.length];
    }

    @Override
    public void see(long element, double[] before, double[] after, int values) {
        int at = firstAtLeast(rows, element / rowLength);
        for (; at < rows.length && rows[at] * rowLength < element + values; at++) {
            long rowStart = rows[at] * rowLength;
            long end = Math.min(rowLength, element + values - rowStart);
            int column = firstAtLeast(columns, (int) Math.max(0, element - rowStart));
            for (; column < columns.length && columns[column] < end; column++) {
                int i = (int) (rowStart + columns[column] - element);
                changes[at][column] = after[i] - before[i];
                sizes[at][column] = (float) Math.max(Math.abs(before[i]), Math.abs(after[i]));
            }
        }
    }

    private static int firstAtLeast(long[] sorted, long wanted) {
        int found = Arrays.binarySearch(sorted, wanted);
        return found >= 0 ? found : -found - 1;
    }

    private static int firstAtLeast(int[] sorted, int wanted) {
        int found = Arrays.binarySearch(sorted, wanted);
        return found >= 0 ? found : -found - 1;
    }

    /** Returns a copy of the changes. */
    double[][] changes() {
        return Arrays.stream(changes).map(double[]::clone).toArray(double[][]::new);
    }

    /** Returns for each row the length that rounding may give to a change that is none. */
    double[] noise(double unit) {
        double[] noise = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double squares = 0;
            for (float size : sizes[i]) {
                squares += (double) size * size;
            }
            noise[i] = RankSearch.noise(unit, squares, RowSpace.dot(changes[i], changes[i]));
        }
        return noise;
    }

    long[] rows() {
        return rows;
    }
}
