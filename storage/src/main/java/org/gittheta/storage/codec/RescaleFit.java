// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds factors by which the rows or the columns of a matrix differ from its base's, if there are such.
 *
 * <p>A few elements of the first block that changed tell whether it is worth looking.
 */
final class RescaleFit {
    /** Rows and columns of the sample. */
    private static final int SAMPLE = 16;

    private RescaleFit() {}

    /** Returns the factors, or nothing. */
    static Optional<RescaleCodec.Scale> of(DeltaCodec.Change change, PredictedBlocks blocks, MatrixShape shape)
            throws IOException {
        boolean[] isLike = new boolean[2];
        change.sample(blocks, SampledRank.BLOCKS, (index, raw, from, length, base, baseLength) -> {
            Lines rows = Lines.of(blocks, shape, raw, from, length, base, false);
            Lines columns = Lines.of(blocks, shape, raw, from, length, base, true);
            isLike[0] = shape.rows() <= Factors.MOST && rows.areScaled();
            isLike[1] = shape.columns() <= Factors.MOST && columns.areScaled();
            return rows.changed() == 0 && columns.changed() == 0;
        });
        if (!isLike[0] && !isLike[1]) {
            return Optional.empty();
        }
        boolean isOfColumns = !isLike[0];
        FactorInterval[] intervals = new FactorInterval[isOfColumns ? shape.columns() : shape.rows()];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = new FactorInterval();
        }
        double[] value = new double[blocks.elements()];
        double[] was = new double[blocks.elements()];
        change.visit(blocks, (index, raw, from, length, base, baseLength) -> {
            int elements = length / blocks.layout().width();
            Reals.read(blocks.layout(), raw, from, 0, value, elements);
            Reals.read(blocks.baseLayout(), base, 0, 0, was, elements);
            int row = (int) (index * blocks.elements() / shape.columns());
            int column = (int) (index * blocks.elements() % shape.columns());
            for (int i = 0; i < elements; i++) {
                intervals[isOfColumns ? column : row].narrow(
                        value[i], was[i], Reals.ulp(blocks.layout(), value[i]) / 2);
                column++;
                if (column == shape.columns()) {
                    column = 0;
                    row++;
                }
            }
            return true;
        });
        float[] factors = new float[intervals.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = intervals[i].factor();
        }
        return Optional.of(new RescaleCodec.Scale(shape.columns(), isOfColumns, factors));
    }

    /**
     * Counts sampled rows, or columns.
     *
     * @param all their number
     * @param changed those with an element that is another one now
     * @param alike those of one factor, but for the rounding
     * @param scaled those of one factor that is not 1
     */
    private record Lines(int all, int changed, int alike, int scaled) {
        /** Tells whether they are worth it: a wrong element here or there is no reason to give up, small changes of all are. */
        boolean areScaled() {
            return alike * 4 >= all * 3 && scaled * 2 > changed;
        }

        static Lines of(
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
                return new Lines(0, 0, 0, 0);
            }
            int changed = 0;
            int alike = 0;
            int scaled = 0;
            for (int line = 0; line < lines; line++) {
                FactorInterval near = new FactorInterval();
                FactorInterval nearest = new FactorInterval();
                boolean isNear = true;
                boolean isNearest = true;
                boolean isChanged = false;
                for (int k = 0; k < across; k++) {
                    int row = isOfColumns ? (int) ((long) rows * k / across) : (int) ((long) rows * line / lines);
                    int column = isOfColumns
                            ? (int) ((long) shape.columns() * line / lines)
                            : (int) ((long) shape.columns() * k / across);
                    int element = row * shape.columns() + column;
                    double value = Reals.read(blocks.layout(), raw, from, element);
                    double was = Reals.read(blocks.baseLayout(), base, 0, element);
                    double ulp = Reals.ulp(blocks.layout(), value);
                    isNear &= near.narrow(value, was, ulp);
                    isNearest &= nearest.narrow(value, was, ulp / 2);
                    isChanged |= value != was;
                }
                changed += isChanged ? 1 : 0;
                alike += isNear ? 1 : 0;
                scaled += (isNear && !near.hasOne()) || (isNearest && !nearest.hasOne()) ? 1 : 0;
            }
            return new Lines(lines, changed, alike, scaled);
        }
    }
}
