// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

/** Converts IEEE 754 binary16; the JDK does from 20 on only. */
final class HalfFloat {
    private static final int EXPONENT_SHIFT = 13;
    private static final int BIAS_DIFFERENCE = 112;
    private static final int LARGEST_EXPONENT = 31;

    private HalfFloat() {}

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & LARGEST_EXPONENT;
        int mantissa = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == LARGEST_EXPONENT ? 255 : exponent + BIAS_DIFFERENCE;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << EXPONENT_SHIFT);
    }

    /** Rounds a number that is not NaN to the nearest, ties to even; too large ones to infinity. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (magnitude < 0x1p-14f) {
            // Subnormal: whole multiples of 2^-24, which rint rounds as wanted.
            return (short) (sign | (int) Math.rint((double) magnitude * 0x1p24));
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7C00);
        }
        int rest = bits & Integer.MAX_VALUE;
        int rounded = rest + 0xFFF + ((rest >>> EXPONENT_SHIFT) & 1);
        return (short) (sign | ((rounded >>> EXPONENT_SHIFT) - (BIAS_DIFFERENCE << 10)));
    }
}
