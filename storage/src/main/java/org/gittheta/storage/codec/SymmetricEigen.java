// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holds eigenvalues and eigenvectors of a small symmetric matrix, the largest first.
 *
 * @param values the values
 * @param vectors the vectors, as columns
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MOST_SWEEPS = 30;

    /** Computes them by Jacobi's rotations; the matrix is overwritten. */
    static SymmetricEigen of(double[][] matrix) {
        int size = matrix.length;
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(matrix); sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
                .mapToInt(i -> i)
                .toArray();
        double[] values = new double[size];
        double[][] sorted = new double[size][size];
        for (int k = 0; k < size; k++) {
            values[k] = matrix[order[k]][order[k]];
            for (int i = 0; i < size; i++) {
                sorted[i][k] = vectors[i][order[k]];
            }
        }
        return new SymmetricEigen(values, sorted);
    }

    private static boolean isDiagonal(double[][] matrix) {
        double beside = 0;
        double diagonal = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                double square = matrix[i][j] * matrix[i][j];
                beside += i == j ? 0 : square;
                diagonal += i == j ? square : 0;
            }
        }
        return beside <= diagonal * 1e-28;
    }

    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double beside = matrix[p][q];
        if (beside == 0) {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * beside);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < matrix.length; k++) {
            double kp = matrix[k][p];
            double kq = matrix[k][q];
            matrix[k][p] = c * kp - s * kq;
            matrix[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < matrix.length; k++) {
            double pk = matrix[p][k];
            double qk = matrix[q][k];
            matrix[p][k] = c * pk - s * qk;
            matrix[q][k] = s * pk + c * qk;
        }
        for (double[] vector : vectors) {
            double vp = vector[p];
            double vq = vector[q];
            vector[p] = c * vp - s * vq;
            vector[q] = s * vp + c * vq;
        }
    }
}
