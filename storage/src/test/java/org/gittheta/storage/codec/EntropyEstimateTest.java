// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntropyEstimateTest {
    @Test
    void noiseIsNotWorthCompressingAndEverythingElseIs() {
        int length = 1 << 19;
        byte[] sevenBits = Samples.noise(length);
        for (int i = 0; i < length; i++) {
            sevenBits[i] &= 0x7F;
        }
        assertThat(EntropyEstimate.isCompressible(Samples.noise(length), 0, length))
                .isFalse();
        assertThat(EntropyEstimate.isCompressible(sevenBits, 0, length)).isTrue();
        assertThat(EntropyEstimate.isCompressible(Samples.repeats(length), 0, length))
                .isTrue();
        assertThat(EntropyEstimate.isCompressible(new byte[length], 0, length)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"BF16, 2", "F32, 4"})
    void knowsAboutHowLongThePlanesOfFloatsAre(String dtype, int width) throws IOException {
        byte[] raw = Samples.floats(dtype, 1 << 20, 0.02);
        int dense = PayloadFile.encode(new PlanesCodec(), new DType(dtype), raw).length;

        long guess = EntropyEstimate.planes(raw, 0, raw.length / width, width, true);

        assertThat(guess).isBetween((long) (0.97 * dense), (long) (1.02 * dense));
        assertThat(EntropyEstimate.planes(raw, width, 100, width, true)).isZero();
    }

    @Test
    void staysInsideOfItsRun() {
        for (int length : new int[] {1, 63, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 20_001}) {
            byte[] exactly = new byte[100 + length];
            assertThat(EntropyEstimate.isCompressible(exactly, 100, length)).isTrue();
        }
    }
}
