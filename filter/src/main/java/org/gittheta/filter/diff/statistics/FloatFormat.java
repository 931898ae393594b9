// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.tensor.DType;

/**
 * Describes a binary floating-point type as far as rounding to it needs.
 *
 * @param precision the bits of its significand, the hidden one included
 * @param minExponent the exponent of its smallest normal number; below it numbers are as far apart as there
 * @param largest its largest finite number
 */
record FloatFormat(int precision, int minExponent, double largest) {
    private static final Map<String, FloatFormat> BY_NAME = Map.of(
            "F64", new FloatFormat(53, -1022, Double.MAX_VALUE),
            "F32", new FloatFormat(24, -126, Float.MAX_VALUE),
            "BF16", new FloatFormat(8, -126, 0x1.FEp127),
            "F16", new FloatFormat(11, -14, 65504),
            "F8_E4M3", new FloatFormat(4, -6, 448),
            "F8_E5M2", new FloatFormat(3, -14, 57344),
            "F8_E4M3FNUZ", new FloatFormat(4, -7, 240),
            "F8_E5M2FNUZ", new FloatFormat(3, -15, 57344));

    /** Returns the format of a type; nothing for integers, complex numbers and types that are unknown. */
    static Optional<FloatFormat> of(DType dtype) {
        return Optional.ofNullable(BY_NAME.get(dtype.name()));
    }

    /** Returns the largest relative error of rounding a number to the nearest: 2 to the power of minus the precision. */
    double unit() {
        return Math.scalb(1.0, -precision);
    }

    /**
     * Tells whether a value of this type is what rounding to the nearest, ties to even, makes of another. A number that is
     * too large may become an infinity, a NaN, or the largest finite number: programs differ in that. A float64 may have
     * been rounded to float32 on the way.
     */
    boolean isRounded(double from, double to) {
        if (Double.isNaN(from)) {
            return Double.isNaN(to);
        }
        return isNearest(from, to) || isNearest((double) (float) from, to);
    }

    private boolean isNearest(double from, double to) {
        if (Math.abs(from) > largest) {
            double nearest = Double.isInfinite(from) ? from : round(from);
            if (Math.abs(nearest) > largest) {
                return Double.isNaN(to) || (Math.abs(to) >= largest && Math.signum(to) == Math.signum(from));
            }
            return to == nearest;
        }
        return to == round(from);
    }

    private double round(double value) {
        if (precision == 53) {
            return value;
        }
        int exponent = Math.max(Math.getExponent(value), minExponent) - precision + 1;
        double spacing = Double.longBitsToDouble((long) (exponent + 1023) << 52);
        return Math.rint(value / spacing) * spacing;
    }
}
