// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void staysInsideOfItsRun() {
        for (int length : new int[] {1, 63, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 20_001}) {
            byte[] exactly = new byte[100 + length];
            assertThat(EntropyEstimate.isCompressible(exactly, 100, length)).isTrue();
        }
    }
}
