// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Map;
import java.util.Set;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.storage.tensor.Shape;

/**
 * Multiplies by factors, such as one for each row of a matrix, {@code [rows, 1]}, or for each column, {@code [columns]}: the shape of
 * {@code ia3} is stretched to the parameter's as NumPy does it.
 *
 * <p>New value: the old one times its factor in float64; rounded to float32, then to the type.
 */
public final class Ia3Update implements UpdateType {
    @Override
    public String name() {
        return "ia3";
    }

    @Override
    public Set<String> keys() {
        return Set.of("ia3");
    }

    @Override
    public Kernel kernel(Map<String, UpdatePart> parts, Shape shape) throws UpdateException {
        UpdatePart part = parts.get("ia3");
        long[] extents = shape.extents();
        long[] strides = new long[extents.length];
        long stride = 1;
        for (int i = 0; i < part.extents().length; i++) {
            long factors = part.extents()[part.extents().length - 1 - i];
            int dimension = extents.length - 1 - i;
            if (factors != 1 && (dimension < 0 || factors != extents[dimension])) {
                throw new UpdateException("ia3 is " + part.shape() + ", which cannot be stretched to " + shape);
            }
            if (dimension >= 0) {
                strides[dimension] = factors == 1 ? 0 : stride;
            }
            stride *= factors;
        }
        double[] factors = part.values();
        return (chunk, into) -> {
            float[] old = chunk.model(0);
            long[] index = index(chunk.first(), extents);
            for (int i = 0; i < chunk.count(); i++) {
                long at = 0;
                for (int d = 0; d < index.length; d++) {
                    at += index[d] * strides[d];
                }
                into[i] = (float) (old[i] * factors[(int) at]);
                for (int d = index.length - 1; d >= 0 && ++index[d] == extents[d]; d--) {
                    index[d] = 0;
                }
            }
        };
    }

    /** Returns the index in each dimension of the element of that number. */
    private static long[] index(long element, long[] extents) {
        long[] index = new long[extents.length];
        long rest = element;
        for (int d = extents.length - 1; d >= 0; d--) {
            index[d] = rest % extents[d];
            rest /= extents[d];
        }
        return index;
    }
}
