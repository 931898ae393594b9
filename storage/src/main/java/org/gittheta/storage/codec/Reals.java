// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads elements of F64, F32, F16 and BF16 as doubles, which hold all of them exactly, and rounds doubles to them. */
final class Reals {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The exponent's bits of a double. */
    private static final long EXPONENT = 0x7FFL << 52;

    private Reals() {}

    /** Reads {@code count} elements from element {@code first} of what begins at {@code from}. */
    static void read(ElementLayout layout, byte[] in, int from, int first, double[] out, int count) {
        int at = from + first * layout.width();
        if (layout.width() == 4) {
            for (int i = 0; i < count; i++) {
                out[i] = Float.intBitsToFloat((int) INT.get(in, at + 4 * i));
            }
        } else if (layout.width() == 8) {
            for (int i = 0; i < count; i++) {
                out[i] = Double.longBitsToDouble((long) LONG.get(in, at + 8 * i));
            }
        } else if (layout.equals(ElementLayout.BF16)) {
            for (int i = 0; i < count; i++) {
                out[i] = Float.intBitsToFloat((short) SHORT.get(in, at + 2 * i) << 16);
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[i] = Float.intBitsToFloat(FloatCast.fromF16((short) SHORT.get(in, at + 2 * i)));
            }
        }
    }

    /** Reads one element. */
    static double read(ElementLayout layout, byte[] in, int from, int i) {
        double[] one = new double[1];
        read(layout, in, from, i, one, 1);
        return one[0];
    }

    /**
     * Rounds a number to nearest, ties to even, to F32 first where the type is narrower; every NaN becomes the one that is
     * positive, quiet and has no payload.
     */
    static void write(ElementLayout layout, double value, byte[] out, int i) {
        if (layout.width() == 8) {
            LONG.set(out, 8 * i, Double.doubleToLongBits(value));
            return;
        }
        int bits = Float.floatToIntBits((float) value);
        if (layout.width() == 4) {
            INT.set(out, 4 * i, bits);
        } else {
            SHORT.set(out, 2 * i, (short)
                    (layout.equals(ElementLayout.BF16) ? FloatCast.toBf16(bits) : FloatCast.toF16(bits)));
        }
    }

    /** Returns the distance from a number to its neighbours among the type's normal numbers. */
    static double ulp(ElementLayout layout, double value) {
        long exponent = Double.doubleToRawLongBits(value) & EXPONENT;
        long less = (long) layout.mantissa() << 52;
        // The product below, for nearly all numbers and much faster.
        return exponent > less && exponent < EXPONENT
                ? Double.longBitsToDouble(exponent - less)
                : Math.ulp(Math.abs(value)) * Math.scalb(1.0, 52 - layout.mantissa());
    }
}
