// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.tensor.DType;

/**
 * Reads the elements of one type as float64.
 *
 * <p>Every value becomes the float64 nearest to it, which is the value itself but for 64-bit integers beyond 2^53. A
 * byte of {@code BOOL} is 0 or, whatever else it holds, 1. A complex element is two values, its real and its imaginary
 * part.
 */
public final class ElementDecoder {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private static final Map<String, ElementDecoder> BY_NAME = Map.ofEntries(
            Map.entry("F64", new ElementDecoder(8, 1, ElementDecoder::f64)),
            Map.entry("C128", new ElementDecoder(16, 2, ElementDecoder::f64)),
            Map.entry("F32", new ElementDecoder(4, 1, ElementDecoder::f32)),
            Map.entry("C64", new ElementDecoder(8, 2, ElementDecoder::f32)),
            Map.entry("BF16", new ElementDecoder(2, 1, ElementDecoder::bf16)),
            Map.entry("F16", new ElementDecoder(2, 1, SmallFloats.F16::decodeShorts)),
            Map.entry("F8_E4M3", new ElementDecoder(1, 1, SmallFloats.F8_E4M3::decodeBytes)),
            Map.entry("F8_E5M2", new ElementDecoder(1, 1, SmallFloats.F8_E5M2::decodeBytes)),
            Map.entry("F8_E4M3FNUZ", new ElementDecoder(1, 1, SmallFloats.F8_E4M3FNUZ::decodeBytes)),
            Map.entry("F8_E5M2FNUZ", new ElementDecoder(1, 1, SmallFloats.F8_E5M2FNUZ::decodeBytes)),
            Map.entry("F8_E8M0", new ElementDecoder(1, 1, SmallFloats.F8_E8M0::decodeBytes)),
            Map.entry("I64", new ElementDecoder(8, 1, ElementDecoder::i64)),
            Map.entry("U64", new ElementDecoder(8, 1, ElementDecoder::u64)),
            Map.entry("I32", new ElementDecoder(4, 1, ElementDecoder::i32)),
            Map.entry("U32", new ElementDecoder(4, 1, ElementDecoder::u32)),
            Map.entry("I16", new ElementDecoder(2, 1, ElementDecoder::i16)),
            Map.entry("U16", new ElementDecoder(2, 1, ElementDecoder::u16)),
            Map.entry("I8", new ElementDecoder(1, 1, ElementDecoder::i8)),
            Map.entry("U8", new ElementDecoder(1, 1, ElementDecoder::u8)),
            Map.entry("BOOL", new ElementDecoder(1, 1, ElementDecoder::bool)));

    private final int width;
    private final int components;
    private final Loop loop;

    /** Reads values one after the other. */
    @FunctionalInterface
    interface Loop {
        void decode(byte[] raw, int at, double[] into, int values);
    }

    private ElementDecoder(int width, int components, Loop loop) {
        this.width = width;
        this.components = components;
        this.loop = loop;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the decoder of a type, or nothing for types that pack several elements into a byte or are unknown. */
    public static Optional<ElementDecoder> of(DType dtype) {
        return Optional.ofNullable(BY_NAME.get(dtype.name()));
    }

    /** Returns the bytes of one element. */
    public int width() {
        return width;
    }

    /** Returns the values of one element: 2 for complex types, otherwise 1. */
    public int components() {
        return components;
    }

    /**
     * Reads values.
     *
     * @param raw the bytes, little-endian
     * @param at where the first value begins
     * @param into takes the values from index 0
     * @param values their number, {@link #components} for each element
     */
    public void decode(byte[] raw, int at, double[] into, int values) {
        loop.decode(raw, at, into, values);
    }

    private static void f64(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (double) DOUBLE.get(raw, at + 8 * i);
        }
    }

    private static void f32(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (float) FLOAT.get(raw, at + 4 * i);
        }
    }

    private static void bf16(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = Float.intBitsToFloat((short) SHORT.get(raw, at + 2 * i) << 16);
        }
    }

    private static void i64(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (double) (long) LONG.get(raw, at + 8 * i);
        }
    }

    private static void u64(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            long value = (long) LONG.get(raw, at + 8 * i);
            // Halved, the lowest bit kept so that it still rounds as the whole would.
            into[i] = value >= 0 ? (double) value : 2.0 * (double) ((value >>> 1) | (value & 1));
        }
    }

    private static void i32(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (int) INT.get(raw, at + 4 * i);
        }
    }

    private static void u32(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (double) Integer.toUnsignedLong((int) INT.get(raw, at + 4 * i));
        }
    }

    private static void i16(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = (short) SHORT.get(raw, at + 2 * i);
        }
    }

    private static void u16(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = Short.toUnsignedInt((short) SHORT.get(raw, at + 2 * i));
        }
    }

    private static void i8(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = raw[at + i];
        }
    }

    private static void u8(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = raw[at + i] & 255;
        }
    }

    private static void bool(byte[] raw, int at, double[] into, int values) {
        for (int i = 0; i < values; i++) {
            into[i] = raw[at + i] == 0 ? 0 : 1;
        }
    }
}
