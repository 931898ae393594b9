// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Holds orthonormal vectors that span some rows up to a tolerance: the modified Gram–Schmidt process, the row that is
 * farthest beyond its tolerance first.
 */
final class RowSpace {
    private final List<double[]> basis = new ArrayList<>();

    private RowSpace() {}

    /**
     * Spans rows.
     *
     * @param rows the rows, which are used up
     * @param tolerance the length up to which what is left of each row counts as nothing
     * @param most the most vectors it may take
     * @return the space; nothing if it takes more, or if a row is not finite
     */
    static Optional<RowSpace> of(double[][] rows, double[] tolerance, int most) {
        RowSpace space = new RowSpace();
        double[] squares = Arrays.stream(rows).mapToDouble(row -> dot(row, row)).toArray();
        if (Arrays.stream(squares).anyMatch(square -> !Double.isFinite(square))) {
            return Optional.empty();
        }
        while (true) {
            int farthest = farthest(squares, tolerance);
            if (farthest < 0) {
                return Optional.of(space);
            }
            if (space.basis.size() == most) {
                return Optional.empty();
            }
            double[] vector = rows[farthest].clone();
            // What earlier subtractions left of the others by rounding.
            space.reduce(vector);
            scale(vector, 1 / Math.sqrt(dot(vector, vector)));
            space.basis.add(vector);
            for (int i = 0; i < rows.length; i++) {
                if (squares[i] > 0) {
                    subtract(rows[i], dot(rows[i], vector), vector);
                    squares[i] = i == farthest ? 0 : dot(rows[i], rows[i]);
                }
            }
        }
    }

    private static int farthest(double[] squares, double[] tolerance) {
        int farthest = -1;
        double most = 1;
        for (int i = 0; i < squares.length; i++) {
            double share = squares[i] == 0 ? 0 : squares[i] / (tolerance[i] * tolerance[i]);
            if (share > most) {
                most = share;
                farthest = i;
            }
        }
        return farthest;
    }

    int rank() {
        return basis.size();
    }

    /** Takes from a row what lies in the space. */
    void reduce(double[] row) {
        for (double[] vector : basis) {
            subtract(row, dot(row, vector), vector);
        }
    }

    /** Returns the scalar product; four sums, so that additions need not wait for each other. */
    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = a.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (int i = whole; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void subtract(double[] row, double times, double[] vector) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= times * vector[i];
        }
    }

    private static void scale(double[] row, double times) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= times;
        }
    }
}
