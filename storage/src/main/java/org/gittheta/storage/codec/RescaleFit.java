// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds factors by which the rows or the columns of a matrix differ from its base's, if there are such.
 *
 * <p>A few elements of the first block tell whether it is worth looking.
 */
final class RescaleFit {
    /** Rows and columns of the sample. */
    private static final int SAMPLE = 16;

    private RescaleFit() {}

    /** Returns the factors, or nothing. */
    static Optional<RescaleCodec.Scale> of(DeltaCodec.Change change, PredictedBlocks blocks, MatrixShape shape)
            throws IOException {
        boolean[] isLike = new boolean[2];
        change.visit(blocks, (index, raw, from, length, base, baseLength) -> {
            isLike[0] = shape.rows() <= Factors.MOST && isLike(blocks, shape, raw, from, length, base, false);
            isLike[1] = shape.columns() <= Factors.MOST && isLike(blocks, shape, raw, from, length, base, true);
            return false;
        });
        if (!isLike[0] && !isLike[1]) {
            return Optional.empty();
        }
        boolean isOfColumns = !isLike[0];
        FactorInterval[] intervals = new FactorInterval[isOfColumns ? shape.columns() : shape.rows()];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = new FactorInterval();
        }
        change.visit(blocks, (index, raw, from, length, base, baseLength) -> {
            int elements = length / blocks.layout().width();
            double[] value = new double[elements];
            double[] was = new double[elements];
            Reals.read(blocks.layout(), raw, from, 0, value, elements);
            Reals.read(blocks.baseLayout(), base, 0, 0, was, elements);
            for (int i = 0; i < elements; i++) {
                long element = index * blocks.elements() + i;
                long factor = isOfColumns ? element % shape.columns() : element / shape.columns();
                intervals[(int) factor].narrow(value[i], was[i], Reals.ulp(blocks.layout(), value[i]) / 2);
            }
            return true;
        });
        float[] factors = new float[intervals.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = intervals[i].factor();
        }
        return Optional.of(new RescaleCodec.Scale(shape.columns(), isOfColumns, factors));
    }

    /** Tells whether the elements of each sampled row, or column, have one factor, and not all of them have 1. */
    private static boolean isLike(
            PredictedBlocks blocks,
            MatrixShape shape,
            byte[] raw,
            int from,
            int length,
            byte[] base,
            boolean isOfColumns) {
        int rows = length / blocks.layout().width() / shape.columns();
        int lines = Math.min(SAMPLE, isOfColumns ? shape.columns() : rows);
        int across = Math.min(SAMPLE, isOfColumns ? rows : shape.columns());
        if (rows < 2) {
            return false;
        }
        int alike = 0;
        boolean isScaled = false;
        for (int line = 0; line < lines; line++) {
            FactorInterval interval = new FactorInterval();
            boolean isOne = true;
            for (int k = 0; k < across; k++) {
                int row = isOfColumns ? (int) ((long) rows * k / across) : (int) ((long) rows * line / lines);
                int column = isOfColumns
                        ? (int) ((long) shape.columns() * line / lines)
                        : (int) ((long) shape.columns() * k / across);
                int element = row * shape.columns() + column;
                double value = Reals.read(blocks.layout(), raw, from, element);
                double was = Reals.read(blocks.baseLayout(), base, 0, element);
                isOne &= interval.narrow(value, was, Reals.ulp(blocks.layout(), value));
                isScaled |= value != was;
            }
            alike += isOne ? 1 : 0;
        }
        // A wrong element here or there is no reason to give up.
        return isScaled && alike * 4 >= lines * 3;
    }
}
