// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes safetensors files: numbers that look like the weights of a model, stored as BF16, the same for the same seed.
 *
 * @param elements the number of elements of each parameter
 * @param seeds the seed of each parameter, by its name
 */
record Model(int elements, Map<String, Long> seeds) {
    /** Makes a model of parameters {@code p00}, {@code p01}, ... with seeds that follow from one. */
    static Model of(int parameters, int elements, long seed) {
        Map<String, Long> seeds = new TreeMap<>();
        for (int i = 0; i < parameters; i++) {
            seeds.put(String.format("p%02d", i), seed * 1_000_003 + i);
        }
        return new Model(elements, seeds);
    }

    /** Makes the small model of tests that need just any. */
    static Model small(long seed) {
        return of(12, 600, seed);
    }

    /** Returns the model with other numbers in one parameter, which may be new. */
    Model with(String name, long seed) {
        Map<String, Long> changed = new TreeMap<>(seeds);
        changed.put(name, seed);
        return new Model(elements, changed);
    }

    /** Returns the model without a parameter. */
    Model without(String name) {
        Map<String, Long> changed = new TreeMap<>(seeds);
        changed.remove(name);
        return new Model(elements, changed);
    }

    /** Returns the file. */
    byte[] bytes() {
        StringBuilder header = new StringBuilder("{");
        int size = elements * 2;
        int offset = 0;
        for (String name : seeds.keySet()) {
            header.append(offset == 0 ? "" : ",");
            header.append(String.format(
                    "\"%s\":{\"dtype\":\"BF16\",\"shape\":[%d],\"data_offsets\":[%d,%d]}",
                    name, elements, offset, offset + size));
            offset += size;
        }
        header.append("}");
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (long seed : seeds.values()) {
            Random random = new Random(seed);
            for (int i = 0; i < elements; i++) {
                // About normal, and many times faster than nextGaussian.
                int bits = random.nextInt();
                float sum = (bits & 0x3ff) + ((bits >> 10) & 0x3ff) + ((bits >> 20) & 0x3ff) - 1534.5f;
                file.putShort((short) (Float.floatToRawIntBits(sum * 4e-5f) >> 16));
            }
        }
        return file.array();
    }
}
