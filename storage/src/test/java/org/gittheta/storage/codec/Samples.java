// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

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
}
