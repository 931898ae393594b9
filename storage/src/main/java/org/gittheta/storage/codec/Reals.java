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

    private Reals() {}

    /** Reads {@code count} elements from element {@code first} of what begins at {@code from}. */
    static void read(ElementLayout layout, byte[] in, int from, int first, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            int at = from + (first + i) * layout.width();
            if (layout.width() == 4) {
                out[i] = Float.intBitsToFloat((int) INT.get(in, at));
            } else if (layout.width() == 8) {
                out[i] = Double.longBitsToDouble((long) LONG.get(in, at));
            } else {
                short bits = (short) SHORT.get(in, at);
                out[i] = Float.intBitsToFloat(layout.equals(ElementLayout.BF16) ? bits << 16 : FloatCast.fromF16(bits));
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
        return Math.ulp(Math.abs(value)) * Math.scalb(1.0, 52 - layout.mantissa());
    }
}
