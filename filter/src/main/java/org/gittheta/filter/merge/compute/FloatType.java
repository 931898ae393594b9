// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Optional;
import org.gittheta.storage.tensor.DType;

/** Reads and writes the element types that strategies compute on, little-endian, rounding to the nearest, ties to even. */
enum FloatType {
    /** IEEE 754 binary32. */
    F32(4) {
        @Override
        void read(byte[] raw, int at, float[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = (float) FLOAT.get(raw, at + 4 * i);
            }
        }

        @Override
        void write(float[] values, byte[] into, int count) {
            for (int i = 0; i < count; i++) {
                FLOAT.set(into, 4 * i, values[i]);
            }
        }
    },
    /** The upper half of a binary32. */
    BF16(2) {
        @Override
        void read(byte[] raw, int at, float[] into, int count) {
            // In two loops, each of which the JIT turns into operations on several elements.
            short[] some = new short[Math.min(count, SOME)];
            ShortBuffer shorts = ByteBuffer.wrap(raw)
                    .position(at)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            for (int from = 0; from < count; from += SOME) {
                int length = Math.min(SOME, count - from);
                shorts.get(some, 0, length);
                for (int i = 0; i < length; i++) {
                    into[from + i] = Float.intBitsToFloat(some[i] << 16);
                }
            }
        }

        @Override
        void write(float[] values, byte[] into, int count) {
            for (int i = 0; i < count; i++) {
                int bits = Float.floatToRawIntBits(values[i]);
                SHORT.set(into, 2 * i, (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16));
            }
        }
    },
    /** IEEE 754 binary16. */
    F16(2) {
        @Override
        void read(byte[] raw, int at, float[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = HalfFloat.toFloat((short) SHORT.get(raw, at + 2 * i));
            }
        }

        @Override
        void write(float[] values, byte[] into, int count) {
            for (int i = 0; i < count; i++) {
                SHORT.set(into, 2 * i, HalfFloat.of(values[i]));
            }
        }
    };

    private static final int SOME = 4096;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;

    FloatType(int width) {
        this.width = width;
    }

    /** Returns the type of that name, if strategies compute on it. */
    static Optional<FloatType> of(DType dtype) {
        for (FloatType type : values()) {
            if (type.name().equals(dtype.name())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Returns the bytes of one element. */
    int width() {
        return width;
    }

    abstract void read(byte[] raw, int at, float[] into, int count);

    /** Writes values, none of which is NaN. */
    abstract void write(float[] values, byte[] into, int count);
}
