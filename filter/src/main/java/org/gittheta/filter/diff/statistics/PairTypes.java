// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.Optional;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Says how the elements of two parameters of one shape are read and lie. */
public final class PairTypes {
    final ElementDecoder before;
    final ElementDecoder after;
    final boolean isSame;
    final Optional<FloatFormat> rounding;
    final double unit;
    final long rows;
    final long columns;

    private PairTypes(ElementDecoder before, ElementDecoder after, DType from, DType to, Shape shape) {
        this.before = before;
        this.after = after;
        isSame = before == after;
        rounding = isSame ? Optional.empty() : FloatFormat.of(to);
        unit = Math.max(unit(from), unit(to));
        long[] extents = shape.extents();
        long elements = shape.elements().orElseThrow();
        rows = extents.length < 2 || elements == 0 ? 0 : extents[0];
        columns = rows == 0 ? 0 : elements / rows;
    }

    /** Returns the types of a pair, or nothing if it cannot be compared element by element. */
    public static Optional<PairTypes> of(DType before, DType after, Shape shape) {
        Optional<ElementDecoder> first = ElementDecoder.of(before);
        Optional<ElementDecoder> second = ElementDecoder.of(after);
        boolean comparable = first.isPresent()
                && second.isPresent()
                && first.get().components() == second.get().components()
                && shape.elements().isPresent();
        return comparable
                ? Optional.of(new PairTypes(first.get(), second.get(), before, after, shape))
                : Optional.empty();
    }

    private static double unit(DType dtype) {
        return FloatFormat.of(dtype).map(FloatFormat::unit).orElse(0.0);
    }
}
