// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytePlanesTest {
    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "2,true", "4,false", "4,true", "8,false", "8,true"})
    void splitsAsTheSlowWayDoesAndJoinsAgain(int width, boolean rotate) {
        for (int elements : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 63, 1000, 1024, 2051}) {
            byte[] raw = Samples.noise(elements * width);
            byte[] planes = new byte[raw.length];
            BytePlanes.split(raw, planes, elements, width, rotate);
            assertThat(planes).isEqualTo(slowly(raw, elements, width, rotate));

            byte[] joined = new byte[raw.length];
            BytePlanes.join(planes, joined, elements, width, rotate);
            assertThat(joined).isEqualTo(raw);
        }
    }

    /** Splits by arithmetic on whole numbers, one element at a time. */
    private static byte[] slowly(byte[] raw, int elements, int width, boolean rotate) {
        byte[] planes = new byte[raw.length];
        BigInteger modulus = BigInteger.ONE.shiftLeft(8 * width);
        for (int i = 0; i < elements; i++) {
            BigInteger value = BigInteger.ZERO;
            for (int b = width - 1; b >= 0; b--) {
                value = value.shiftLeft(8).add(BigInteger.valueOf(raw[i * width + b] & 255));
            }
            if (rotate) {
                value = value.shiftLeft(1).mod(modulus).add(value.shiftRight(8 * width - 1));
            }
            for (int plane = 0; plane < width; plane++) {
                planes[plane * elements + i] = value.shiftRight(8 * plane).byteValue();
            }
        }
        return planes;
    }
}
