// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.gittheta.storage.tensor.DType;

/** Makes the bytes of parameters as they are in trained models, and others. */
final class Samples {
    private Samples() {}

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Makes BF16 values of N(0, 0.02). */
    static byte[] bf16(int elements) {
        Random random = new Random(elements);
        ByteBuffer bytes = ByteBuffer.allocate(2 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            bytes.putShort((short) (Float.floatToIntBits((float) (0.02 * random.nextGaussian())) >>> 16));
        }
        return bytes.array();
    }

    /** Makes F32 values of N(0, 0.02). */
    static byte[] f32(int elements) {
        Random random = new Random(elements);
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            bytes.putFloat((float) (0.02 * random.nextGaussian()));
        }
        return bytes.array();
    }

    /** Makes bytes with repeats, as in tokenizer tables and masks. */
    static byte[] repeats(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i / 7 % 50);
        }
        return bytes;
    }

    /** Makes values of N(0, deviation) of a type; of one that is no wide float, bits that look like it. */
    static byte[] floats(String dtype, int bytes, double deviation) {
        Random random = new Random(bytes);
        ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (out.remaining() >= 8) {
            put(out, dtype, deviation * random.nextGaussian());
        }
        return out.array();
    }

    /** Adds noise of N(0, deviation) to every value. */
    static byte[] nudged(String dtype, byte[] bytes, double deviation) {
        Random random = new Random(bytes.length + 1);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 8) {
            put(out, dtype, get(in, dtype) + deviation * random.nextGaussian());
        }
        return out.array();
    }

    static void put(ByteBuffer out, String dtype, double value) {
        int bits = Float.floatToIntBits((float) value);
        switch (dtype) {
            case "F64" -> out.putDouble(value);
            case "BF16" -> out.putShort((short) FloatCast.toBf16(bits));
            case "F16" -> out.putShort((short) FloatCast.toF16(bits));
            default -> out.putFloat((float) value);
        }
    }

    static double get(ByteBuffer in, String dtype) {
        return switch (dtype) {
            case "F64" -> in.getDouble();
            case "BF16" -> Float.intBitsToFloat(in.getShort() << 16);
            case "F16" -> Float.intBitsToFloat(FloatCast.fromF16(in.getShort()));
            default -> in.getFloat();
        };
    }

    /** Makes every kind of float there is: zeros, infinities, the smallest and largest, quiet and signalling NaNs. */
    static byte[] specialFloats(String dtype) {
        ElementLayout layout = ElementLayout.of(new DType(dtype));
        long infinity = ((1L << layout.exponent()) - 1) << layout.mantissa();
        long one = 1L << layout.mantissa();
        long[] magnitudes = {
            0, 1, one - 1, one, one + 1, infinity / 2, infinity - 1, infinity, infinity + 1, infinity + one / 2
        };
        ByteBuffer out =
                ByteBuffer.allocate(2 * magnitudes.length * layout.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (long magnitude : magnitudes) {
            for (long sign = 0; sign < 2; sign++) {
                long bits = magnitude | (sign << (8 * layout.width() - 1));
                for (int i = 0; i < layout.width(); i++) {
                    out.put((byte) (bits >>> (8 * i)));
                }
            }
        }
        return out.array();
    }

    /** Moves every element one place on. */
    static byte[] rotated(byte[] bytes, int width) {
        byte[] moved = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            moved[(i + width) % bytes.length] = bytes[i];
        }
        return moved;
    }

    static byte[] repeated(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }
}
