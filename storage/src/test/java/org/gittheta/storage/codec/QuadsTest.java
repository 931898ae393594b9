// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadsTest {
    private static final ElementLayout INTEGER = new ElementLayout(2, 0, 0);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fourAtOnceAreFourInTurn(boolean isFloat) {
        ElementLayout layout = isFloat ? ElementLayout.BF16 : INTEGER;
        int invert = (int) layout.magnitude();
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            byte[] raw = new byte[8];
            byte[] prediction = new byte[8];
            random.nextBytes(raw);
            random.nextBytes(prediction);
            // Bytes at the ends of their ranges are where bits would cross.
            raw[random.nextInt(8)] = (byte) (random.nextBoolean() ? 0 : -1);
            prediction[random.nextInt(8)] = (byte) (random.nextBoolean() ? 0x80 : 0x7F);

            long folded = Quads.fold(bits(raw), bits(prediction), invert);
            for (int i = 0; i < 4; i++) {
                assertThat((folded >>> (16 * i)) & 0xFFFF)
                        .isEqualTo(Differences.fold(layout, raw, 2 * i, prediction, i));
            }
            assertThat(Quads.unfold(bits(prediction), folded, invert)).isEqualTo(bits(raw));
        }
    }

    private static long bits(byte[] eight) {
        return ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
