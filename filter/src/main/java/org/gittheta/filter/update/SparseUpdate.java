// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.gittheta.filter.merge.strategy.Chunk;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.storage.tensor.Shape;

/**
 * Adds some elements, given as compressed sparse rows: of the flattened parameter, which is one row, or of its rows, where the last
 * dimensions of the parameter are the columns.
 *
 * <p>New value: the old one plus the sum of its {@code data}, in their order, from 0, in float64; rounded to float32, then to the type.
 * An element without {@code data} stays bit for bit. {@code shape} is the parameter's shape.
 */
public final class SparseUpdate implements UpdateType {
    @Override
    public String name() {
        return "sparse";
    }

    @Override
    public Set<String> keys() {
        return Set.of("data", "indices", "indptr", "shape");
    }

    @Override
    public Kernel kernel(Map<String, UpdatePart> parts, Shape shape) throws UpdateException {
        double[] data = parts.get("data").values();
        long[] columns = parts.get("indices").counts("indices");
        long[] rows = parts.get("indptr").counts("indptr");
        long elements = shape.elements().orElse(-1);
        long[] extents = parts.get("shape").counts("shape");
        if (!Arrays.equals(extents, shape.extents())) {
            throw new UpdateException("shape is " + Arrays.toString(extents) + ", and the parameter's is " + shape);
        }
        int last = rows.length - 1;
        if (last < 1 || elements < 0 || elements % last != 0) {
            throw new UpdateException("indptr has " + rows.length + " elements, and one row is too few for " + shape);
        }
        if (columns.length != data.length || rows[0] != 0 || rows[last] != data.length) {
            throw new UpdateException("data, indices and indptr do not fit each other");
        }
        return new Scatter(positions(columns, rows, elements / last), data);
    }

    private static long[] positions(long[] columns, long[] rows, long width) throws UpdateException {
        long[] positions = new long[columns.length];
        for (int row = 0; row + 1 < rows.length; row++) {
            if (rows[row] > rows[row + 1] || rows[row + 1] > columns.length) {
                throw new UpdateException("indptr does not rise");
            }
            for (int i = (int) rows[row]; i < rows[row + 1]; i++) {
                if (columns[i] >= width) {
                    throw new UpdateException("indices holds " + columns[i] + " for a row of " + width);
                }
                positions[i] = row * width + columns[i];
            }
        }
        return positions;
    }

    /** Adds to single elements. */
    private static final class Scatter implements Kernel {
        private final long[] positions;
        private final double[] sums;

        Scatter(long[] unordered, double[] data) {
            // Stable: what falls on one element keeps its order.
            int[] order = IntStream.range(0, data.length)
                    .boxed()
                    .sorted(Comparator.comparingLong(i -> unordered[i]))
                    .mapToInt(i -> i)
                    .toArray();
            long[] at = new long[data.length];
            double[] sum = new double[data.length];
            int count = 0;
            for (int i : order) {
                if (count == 0 || at[count - 1] != unordered[i]) {
                    at[count++] = unordered[i];
                }
                sum[count - 1] += data[i];
            }
            positions = Arrays.copyOf(at, count);
            sums = sum;
        }

        @Override
        public void merge(Chunk chunk, float[] into) {
            float[] old = chunk.model(0);
            System.arraycopy(old, 0, into, 0, chunk.count());
            int found = Arrays.binarySearch(positions, chunk.first());
            for (int i = found < 0 ? -found - 1 : found; i < positions.length; i++) {
                long at = positions[i] - chunk.first();
                if (at >= chunk.count()) {
                    return;
                }
                into[(int) at] = (float) (old[(int) at] + sums[i]);
            }
        }
    }
}
