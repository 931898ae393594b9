// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/**
 * Decodes floating-point types of 16 or 8 bits by table.
 *
 * <p>F16 is IEEE 754 binary16. F8_E4M3 and F8_E5M2 are those of the OCP 8-bit Floating Point Specification 1.0 (E4M3 has
 * no infinities), the FNUZ variants have one zero, one NaN (0x80) and an exponent bias that is larger by one, and
 * F8_E8M0 is the scale of the OCP Microscaling Formats 1.0: a power of two.
 */
@SuppressWarnings("ImmutableEnumChecker") // the tables are written once, when the class is loaded
enum SmallFloats {
    F16(1 << 16, bits -> ieee(bits, 5, 10)),
    F8_E4M3(1 << 8, bits -> (bits & 0x7F) == 0x7F ? Double.NaN : finite(bits, 4, 3, 7)),
    F8_E5M2(1 << 8, bits -> ieee(bits, 5, 2)),
    F8_E4M3FNUZ(1 << 8, bits -> bits == 0x80 ? Double.NaN : finite(bits, 4, 3, 8)),
    F8_E5M2FNUZ(1 << 8, bits -> bits == 0x80 ? Double.NaN : finite(bits, 5, 2, 16)),
    F8_E8M0(1 << 8, bits -> bits == 0xFF ? Double.NaN : Math.scalb(1.0, bits - 127));

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final double[] values;

    SmallFloats(int count, IntToDoubleFunction value) {
        values = new double[count];
        for (int bits = 0; bits < count; bits++) {
            values[bits] = value.applyAsDouble(bits);
        }
    }

    void decodeBytes(byte[] raw, int at, double[] into, int count) {
        double[] table = values;
        for (int i = 0; i < count; i++) {
            into[i] = table[raw[at + i] & 0xFF];
        }
    }

    void decodeShorts(byte[] raw, int at, double[] into, int count) {
        double[] table = values;
        for (int i = 0; i < count; i++) {
            into[i] = table[(short) SHORT.get(raw, at + 2 * i) & 0xFFFF];
        }
    }

    /** Returns the value of a type whose largest exponent stands for infinities and NaNs. */
    private static double ieee(int bits, int exponentBits, int mantissaBits) {
        int largest = (1 << exponentBits) - 1;
        if (((bits >> mantissaBits) & largest) < largest) {
            return finite(bits, exponentBits, mantissaBits, largest >> 1);
        }
        if ((bits & ((1 << mantissaBits) - 1)) != 0) {
            return Double.NaN;
        }
        return bits >> (mantissaBits + exponentBits) == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    private static double finite(int bits, int exponentBits, int mantissaBits, int bias) {
        int exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        int mantissa = bits & ((1 << mantissaBits) - 1);
        double magnitude = exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
                : Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
        return bits >> (mantissaBits + exponentBits) == 0 ? magnitude : -magnitude;
    }
}
