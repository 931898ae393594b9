// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatCastTest {
    @Test
    void everyHalfWidensToTheFloatOfItsValueAndComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int wide = FloatCast.fromF16((short) bits);
            int exponent = (bits >>> 10) & 31;
            if (exponent < 31) {
                double mantissa = (bits & 0x3FF) + (exponent > 0 ? 1024 : 0);
                double value = Math.scalb(mantissa, Math.max(1, exponent) - 25) * (bits >= 0x8000 ? -1 : 1);
                assertThat(Float.intBitsToFloat(wide)).isEqualTo((float) value);
            }
            if (exponent < 31 || (bits & 0x3FF) == 0) {
                assertThat(FloatCast.toF16(wide)).isEqualTo(bits);
            }
        }
    }

    @Test
    void halvesAreTheNearestAndTheEvenOfTwo() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isFinite(value) || Math.abs(value) > 65504) {
                continue;
            }
            int got = FloatCast.toF16(Float.floatToRawIntBits(value));
            BigDecimal error = distance(got, value);
            for (int other : new int[] {got - 1, got + 1}) {
                if (((other ^ got) & 0x8000) == 0 && (other & 0x7FFF) <= 0x7BFF) {
                    int order = error.compareTo(distance(other & 0xFFFF, value));
                    assertThat(order < 0 || (order == 0 && (got & 1) == 0)).isTrue();
                }
            }
        }
    }

    private static BigDecimal distance(int half, float value) {
        return new BigDecimal(Float.intBitsToFloat(FloatCast.fromF16((short) half)))
                .subtract(new BigDecimal(value))
                .abs();
    }

    @Test
    void brainFloatsRoundToEven() {
        assertThat(FloatCast.toBf16(0x3F808000)).isEqualTo(0x3F80);
        assertThat(FloatCast.toBf16(0x3F818000)).isEqualTo(0x3F82);
        assertThat(FloatCast.toBf16(0x3F808001)).isEqualTo(0x3F81);
        assertThat(FloatCast.toBf16(0x7F7FFFFF)).isEqualTo(0x7F80);
        assertThat(FloatCast.toBf16(0x7F800001)).isEqualTo(0x7FC0);
        assertThat(FloatCast.toBf16(0x80000000)).isEqualTo(0x8000);
    }
}
