// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds a few rows that all rows of a matrix's difference from its base are sums of, if there are such.
 *
 * <p>A small part of one block tells whether it is worth looking; most matrices end there. Then the rows are summed
 * into a few with random signs, whose span is nearly that of all rows, and turned so that those which explain the most
 * come first (Halko, Martinsson, Tropp: Finding structure with randomness, 2011). Of a large matrix some blocks are enough:
 * with n rows of them, what a rank of r adds to the noise is r/n of it.
 *
 * @param change the matrix and its base
 * @param blocks how they are cut: into whole rows
 * @param columns elements of a row
 */
record LowRankFit(DeltaCodec.Change change, PredictedBlocks blocks, int columns) {
    /** Rows of the sketch beyond the rank that the sample has. */
    private static final int EXTRA = 6;

    /** Rows that are looked at, if there are so many in as many blocks as are read at most. */
    private static final int ROWS = 3072;

    private static final int BLOCKS = 32;

    /** Bits that a factor takes. */
    private static final double FACTOR_BITS = 28;

    private static final long SEED = 0x9E3779B97F4A7C15L;

    /** Looks at one row of the difference. */
    private interface RowVisitor {
        void see(long row, double[] difference, double[] value);
    }

    /** Returns the right factors, row by row, or nothing. */
    static Optional<float[]> of(DeltaCodec.Change change, PredictedBlocks blocks, int columns) throws IOException {
        return new LowRankFit(change, blocks, columns).find();
    }

    private Optional<float[]> find() throws IOException {
        int rank = SampledRank.of(change, blocks, columns);
        int rows = (int) (change.size() / blocks.layout().width() / columns);
        int most = Math.min(
                Math.min(LowRankCodec.MOST_RANK, Math.min(rows, columns) / 2),
                Math.min(Factors.MOST / columns, Factors.MOST / (blocks.elements() / columns)));
        if (rank == 0 || rank > most) {
            return Optional.empty();
        }
        double[][] basis = sharpened(Rows.orthonormal(sketch(Math.min(rank + EXTRA, Math.min(rows, columns)))));
        int size = basis.length;
        double[][] gram = new double[size][size];
        double[] coordinates = new double[size];
        double[] noise = new double[1];
        visitRows((row, difference, value) -> {
            Rows.products(basis, difference, coordinates);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    gram[i][j] += coordinates[i] * coordinates[j];
                }
            }
            for (double x : value) {
                double ulp = Double.isFinite(x) ? Reals.ulp(blocks.layout(), x) : 0;
                noise[0] += ulp * ulp / 12;
            }
        });
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        double elements = (double) rows * columns;
        int kept = 0;
        while (kept < Math.min(size, most)
                && isWorth(eigen.values()[kept], noise[0], elements, (double) rows + columns)) {
            kept++;
        }
        return kept == 0 ? Optional.empty() : Optional.of(turned(basis, eigen, kept));
    }

    /** Tells whether a factor saves more bits of the differences than it takes. */
    private static boolean isWorth(double explained, double noise, double elements, double numbers) {
        double saved = elements * 0.5 * Math.log(1 + explained / Math.max(noise, Double.MIN_NORMAL)) / Math.log(2);
        return explained > 0 && saved > FACTOR_BITS * numbers;
    }

    private float[] turned(double[][] basis, SymmetricEigen eigen, int kept) {
        float[] right = new float[kept * columns];
        for (int k = 0; k < kept; k++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int i = 0; i < basis.length; i++) {
                    sum += eigen.vectors()[i][k] * basis[i][j];
                }
                right[k * columns + j] = (float) sum;
            }
        }
        return right;
    }

    /** Sums all rows into a few, each time with other signs. */
    private double[][] sketch(int size) throws IOException {
        double[][] sketch = new double[size][columns];
        double[] sign = new double[size];
        visitRows((row, difference, value) -> {
            long signs = mixed(SEED * (row + 1));
            for (int k = 0; k < size; k++) {
                if (k == Long.SIZE) {
                    signs = mixed(signs);
                }
                sign[k] = 1 - 2 * (signs >>> k & 1);
            }
            Rows.add(sketch, sign, difference);
        });
        return sketch;
    }

    /** Turns the basis once more towards all rows: a sum of rows has more of the noise than the rows have. */
    private double[][] sharpened(double[][] basis) throws IOException {
        double[][] sums = new double[basis.length][columns];
        double[] coordinates = new double[basis.length];
        visitRows((row, difference, value) -> {
            Rows.products(basis, difference, coordinates);
            Rows.add(sums, coordinates, difference);
        });
        return Rows.orthonormal(sums);
    }

    /** Mixes bits as SplitMix64 does (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mixed(long x) {
        long y = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    private void visitRows(RowVisitor visitor) throws IOException {
        double[] difference = new double[columns];
        double[] value = new double[columns];
        int perBlock = blocks.elements() / columns;
        int most = Math.min(BLOCKS, (ROWS + perBlock - 1) / perBlock);
        change.sample(blocks, most, (index, raw, from, length, base, baseLength) -> {
            int rows = length / blocks.layout().width() / columns;
            for (int row = 0; row < rows; row++) {
                Predictions.difference(blocks, raw, from, base, row * columns, difference, columns);
                Reals.read(blocks.layout(), raw, from, row * columns, value, columns);
                visitor.see(index * perBlock + row, difference, value);
            }
            return true;
        });
    }
}
