// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares every strategy that computes with mergekit, whose results {@code make_golden.py} wrote.
 *
 * <p>Where terms cancel, the difference is measured against the terms and not against what is left of them. Random choices
 * are scaled up in float32 by mergekit, whatever it computes in otherwise, by sums in float32: up to eight units.
 */
class GoldenTest {
    private static final int ELEMENTS = 1200;
    private static final int ROW = 40;

    @TestFactory
    List<DynamicTest> mergesAsMergekitDoes() throws IOException {
        ByteBuffer vectors = ByteBuffer.wrap(resource("golden.bin")).order(ByteOrder.LITTLE_ENDIAN);
        List<DynamicTest> tests = new ArrayList<>();
        int number = 8;
        for (String line : new String(resource("golden.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            String[] words = line.split(" ", -1);
            float[] expected = vector(vectors, number++);
            boolean rounded = words[2].equals("bf16");
            tests.add(DynamicTest.dynamicTest(
                    line, () -> compare(words[0], Integer.parseInt(words[1]), rounded, vectors, expected)));
        }
        assertThat(number * ELEMENTS * Float.BYTES).isEqualTo(vectors.capacity());
        return tests;
    }

    private static void compare(String text, int models, boolean rounded, ByteBuffer vectors, float[] expected)
            throws StrategyException {
        int first = rounded ? 4 : 0;
        float[][] inputs = new float[models][];
        for (int m = 0; m < models; m++) {
            inputs[m] = vector(vectors, first + 1 + m);
        }
        float[] base = vector(vectors, first);
        StrategySpec spec = Strategies.installed().parse(text);
        boolean usesBase = ((ComputingStrategy) spec.strategy()).usesBase(spec.options());
        float[] merged = KernelRunner.merge(spec, ROW, 12 * ROW, base, inputs);
        int off = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            float largest = Math.max(Math.abs(expected[i]), usesBase ? Math.abs(base[i]) : 0);
            for (float[] input : inputs) {
                largest = Math.max(largest, Math.abs(input[i]));
            }
            double unit = Math.ulp(largest) * (rounded ? 1 << 16 : text.startsWith("d") ? 8 : 1);
            off += Math.abs((double) (rounded ? bfloat16(merged[i]) : merged[i]) - expected[i]) > unit ? 1 : 0;
        }
        assertThat(off)
                .as("elements that are off by more than one unit in the last place of what goes into them")
                .isLessThanOrEqualTo(ELEMENTS / 1000);
    }

    private static float bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat((bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF0000);
    }

    private static float[] vector(ByteBuffer vectors, int number) {
        float[] values = new float[ELEMENTS];
        vectors.slice(number * ELEMENTS * Float.BYTES, ELEMENTS * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Arrays.copyOf(values, ELEMENTS);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden-merge/" + name)) {
            return in.readAllBytes();
        }
    }
}
