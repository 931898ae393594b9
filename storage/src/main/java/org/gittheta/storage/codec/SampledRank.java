// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;

/** Guesses the rank of a matrix's difference from its base from a square part of its first block that changed. */
final class SampledRank {
    private static final int LARGEST = 72;

    /** Changed rows of the sample that have to be sums of the others. */
    private static final int SPARE = 8;

    /** Blocks that are looked at until one has changed. */
    static final int BLOCKS = 12;

    /** What is left of an element is noise of rounding below so many distances between neighbouring numbers. */
    private static final double NOISE = 8;

    private SampledRank() {}

    /** Returns the rank, or 0 if there is no difference or one of nearly as high a rank as that many rows can have. */
    static int of(DeltaCodec.Change change, PredictedBlocks blocks, int columns) throws IOException {
        int[] rank = new int[1];
        change.sample(blocks, BLOCKS, (index, raw, from, length, base, baseLength) -> {
            int rows = Math.min(
                            length / blocks.layout().width(),
                            baseLength / blocks.baseLayout().width())
                    / columns;
            int size = Math.min(LARGEST, Math.min(rows, columns));
            double[][] sample = new double[size][size];
            double[] difference = new double[columns];
            double[] value = new double[columns];
            double largest = 0;
            int changedRows = 0;
            for (int i = 0; i < size; i++) {
                int row = (int) ((long) rows * i / size);
                Predictions.difference(blocks, raw, from, base, row * columns, difference, columns);
                Reals.read(blocks.layout(), raw, from, row * columns, value, columns);
                boolean isChanged = false;
                for (int j = 0; j < size; j++) {
                    int column = (int) ((long) columns * j / size);
                    sample[i][j] = difference[column];
                    isChanged |= difference[column] != 0;
                    largest = Double.isFinite(value[column]) ? Math.max(largest, Math.abs(value[column])) : largest;
                }
                changedRows += isChanged ? 1 : 0;
            }
            int found = pivots(sample, NOISE * Reals.ulp(blocks.layout(), largest));
            rank[0] = found > changedRows - SPARE ? 0 : found;
            return changedRows == 0;
        });
        return rank[0];
    }

    /** Counts the pivots above the noise in Gauss's elimination with complete pivoting. */
    private static int pivots(double[][] matrix, double noise) {
        int size = matrix.length;
        for (int step = 0; step < size; step++) {
            int row = step;
            int column = step;
            for (int i = step; i < size; i++) {
                for (int j = step; j < size; j++) {
                    if (Math.abs(matrix[i][j]) > Math.abs(matrix[row][column])) {
                        row = i;
                        column = j;
                    }
                }
            }
            if (Math.abs(matrix[row][column]) <= noise) {
                return step;
            }
            swap(matrix, step, row, column);
            for (int i = step + 1; i < size; i++) {
                double factor = matrix[i][step] / matrix[step][step];
                for (int j = step; j < size; j++) {
                    matrix[i][j] -= factor * matrix[step][j];
                }
            }
        }
        return size;
    }

    private static void swap(double[][] matrix, int step, int row, int column) {
        double[] other = matrix[step];
        matrix[step] = matrix[row];
        matrix[row] = other;
        for (double[] line : matrix) {
            double value = line[step];
            line[step] = line[column];
            line[column] = value;
        }
    }
}
