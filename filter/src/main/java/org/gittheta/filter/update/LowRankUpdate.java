// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.storage.tensor.Shape;

/**
 * Adds the product of two matrices, {@code R} times {@code C}, to a matrix.
 *
 * <p>New value: the old one plus Σ R[i,k]·C[k,j], summed from 0 with k rising, each operation in float64; rounded to float32, then to
 * the type.
 */
public final class LowRankUpdate implements UpdateType {
    @Override
    public String name() {
        return "low-rank";
    }

    @Override
    public Set<String> keys() {
        return Set.of("R", "C");
    }

    @Override
    public Kernel kernel(Map<String, UpdatePart> parts, Shape shape) throws UpdateException {
        UpdatePart left = parts.get("R");
        UpdatePart right = parts.get("C");
        long[] extents = shape.extents();
        boolean fits = extents.length == 2
                && left.extents().length == 2
                && right.extents().length == 2
                && left.extents()[0] == extents[0]
                && right.extents()[1] == extents[1]
                && left.extents()[1] == right.extents()[0];
        if (!fits) {
            throw new UpdateException(
                    "R is " + left.shape() + " and C " + right.shape() + ", whose product is no matrix of " + shape);
        }
        int rank = (int) right.extents()[0];
        int columns = (int) extents[1];
        double[] r = left.values();
        double[] c = right.values();
        return (chunk, into) -> {
            float[] old = chunk.model(0);
            double[] sum = new double[columns];
            int done = 0;
            while (done < chunk.count()) {
                int row = (int) ((chunk.first() + done) / columns);
                int from = (int) ((chunk.first() + done) % columns);
                int to = Math.min(columns, from + chunk.count() - done);
                Arrays.fill(sum, from, to, 0);
                for (int k = 0; k < rank; k++) {
                    double factor = r[row * rank + k];
                    for (int j = from; j < to; j++) {
                        sum[j] += factor * c[k * columns + j];
                    }
                }
                for (int j = from; j < to; j++, done++) {
                    into[done] = (float) (old[done] + sum[j]);
                }
            }
        };
    }
}
