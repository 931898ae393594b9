// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts elements between F64, F32, F16 and BF16, bit for bit as {@link DifferenceCodec} says.
 *
 * <p>Narrower types round to nearest, ties to even, by way of F32; wider types are exact. NaNs keep their sign and the
 * top bits of their payload, and become quiet where they get narrower.
 */
final class FloatCast {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RUN = 1024;

    private FloatCast() {}

    /** Converts {@code elements} elements from index 0 to index 0 of another array. */
    static void convert(byte[] in, ElementLayout from, byte[] out, ElementLayout to, int elements) {
        // In short runs, so that each is compiled after a few calls.
        for (int at = 0; at < elements; at += RUN) {
            int end = Math.min(elements, at + RUN);
            if (from.equals(ElementLayout.F32) && to.equals(ElementLayout.BF16)) {
                toBf16(in, out, at, end);
            } else if (from.equals(ElementLayout.BF16) && to.equals(ElementLayout.F32)) {
                fromBf16(in, out, at, end);
            } else {
                any(in, from, out, to, at, end);
            }
        }
    }

    private static void toBf16(byte[] in, byte[] out, int at, int end) {
        for (int i = at; i < end; i++) {
            SHORT.set(out, 2 * i, (short) toBf16((int) INT.get(in, 4 * i)));
        }
    }

    private static void fromBf16(byte[] in, byte[] out, int at, int end) {
        for (int i = at; i < end; i++) {
            INT.set(out, 4 * i, (short) SHORT.get(in, 2 * i) << 16);
        }
    }

    private static void any(byte[] in, ElementLayout from, byte[] out, ElementLayout to, int at, int end) {
        for (int i = at; i < end; i++) {
            if (to.equals(ElementLayout.F64)) {
                LONG.set(out, 8 * i, toF64(toF32(in, i, from)));
            } else {
                int value = toF32(in, i, from);
                if (to.equals(ElementLayout.F32)) {
                    INT.set(out, 4 * i, value);
                } else {
                    SHORT.set(out, 2 * i, (short) (to.equals(ElementLayout.BF16) ? toBf16(value) : toF16(value)));
                }
            }
        }
    }

    private static int toF32(byte[] in, int i, ElementLayout from) {
        if (from.equals(ElementLayout.F64)) {
            return fromF64((long) LONG.get(in, 8 * i));
        }
        if (from.equals(ElementLayout.F32)) {
            return (int) INT.get(in, 4 * i);
        }
        short half = (short) SHORT.get(in, 2 * i);
        return from.equals(ElementLayout.BF16) ? half << 16 : fromF16(half);
    }

    static int toBf16(int bits) {
        if ((bits & 0x7FFFFFFF) > 0x7F800000) {
            return (bits >>> 16) | 0x40;
        }
        return (bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16;
    }

    static int toF16(int bits) {
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return sign | 0x7E00 | ((magnitude >>> 13) & 0x3FF);
        }
        if (magnitude >= 0x47800000) { // 2^16 and more
            return sign | 0x7C00;
        }
        if (magnitude >= 0x38800000) { // 2^-14: the smallest normal number
            int moved = magnitude - 0x38000000;
            return sign | ((moved + 0xFFF + ((moved >>> 13) & 1)) >>> 13);
        }
        if (magnitude <= 0x33000000) { // 2^-25: half of the smallest subnormal number
            return sign;
        }
        int shift = 126 - (magnitude >>> 23);
        int mantissa = (magnitude & 0x7FFFFF) | 0x800000;
        int half = 1 << (shift - 1);
        int kept = mantissa >>> shift;
        int lost = mantissa & ((1 << shift) - 1);
        return sign | (lost > half || (lost == half && (kept & 1) == 1) ? kept + 1 : kept);
    }

    static int fromF16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 31;
        int mantissa = bits & 0x3FF;
        if (exponent == 31) {
            return sign | 0x7F800000 | (mantissa << 13);
        }
        if (exponent > 0) {
            return sign | ((exponent + 112) << 23) | (mantissa << 13);
        }
        if (mantissa == 0) {
            return sign;
        }
        int zeros = Integer.numberOfLeadingZeros(mantissa) - 21;
        return sign | ((113 - zeros) << 23) | (((mantissa << zeros) & 0x3FF) << 13);
    }

    private static int fromF64(long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value)) { // by hand: what hardware does with a NaN's payload is not the same everywhere
            return ((int) (bits >>> 32) & 0x80000000) | 0x7FC00000 | ((int) (bits >>> 29) & 0x3FFFFF);
        }
        return Float.floatToRawIntBits((float) value);
    }

    private static long toF64(int bits) {
        if ((bits & 0x7FFFFFFF) > 0x7F800000) {
            return ((bits & 0x80000000L) << 32) | 0x7FF0000000000000L | ((bits & 0x7FFFFFL) << 29);
        }
        return Double.doubleToRawLongBits(Float.intBitsToFloat(bits));
    }
}
