// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;

class SyntheticCheckpointTest {
    private static final DType BF16 = new DType("BF16");

    @Test
    void sizeIsTheWantedOne() {
        SyntheticCheckpoint checkpoint = SyntheticCheckpoint.of(BF16, 1_100_000_000, 1);

        long bytes =
                checkpoint.parameters().stream().mapToLong(checkpoint::bytes).sum();

        assertThat(checkpoint.parameters()).hasSize(153);
        assertThat(bytes).isBetween(1_099_900_000L, 1_100_000_000L);
    }

    @Test
    void manyParametersHaveOneSize() {
        SyntheticCheckpoint checkpoint = SyntheticCheckpoint.ofEqual(BF16, 400_000_000, 2000, 1);

        assertThat(checkpoint.parameters()).hasSize(2000).allMatch(it -> checkpoint.bytes(it) == 200_000);
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        assertThat(bytes(SyntheticCheckpoint.of(BF16, 200_000, 1)))
                .isEqualTo(bytes(SyntheticCheckpoint.of(BF16, 200_000, 1)))
                .isNotEqualTo(bytes(SyntheticCheckpoint.of(BF16, 200_000, 2)));
    }

    @Test
    void oneParameterChangesALittle() throws IOException {
        SyntheticCheckpoint before = SyntheticCheckpoint.of(BF16, 200_000, 1);
        SyntheticCheckpoint after = before.withOneChanged();
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < 153; i++) {
            if (!java.util.Arrays.equals(bytes(before, i), bytes(after, i))) {
                changed.add(after.parameters().get(i).name());
            }
        }

        assertThat(changed).containsExactly(SyntheticCheckpoint.CHANGED);
    }

    @Test
    void valuesAreNormallyDistributed() throws IOException {
        SyntheticCheckpoint checkpoint = SyntheticCheckpoint.of(new DType("F32"), 2_000_000, 1);
        ByteBuffer values = ByteBuffer.wrap(bytes(checkpoint)).order(ByteOrder.LITTLE_ENDIAN);
        int count = values.remaining() / 4;
        double sum = 0;
        double squares = 0;
        int insideOneSigma = 0;
        while (values.hasRemaining()) {
            float value = values.getFloat();
            sum += value;
            squares += value * value;
            insideOneSigma += Math.abs(value) < 0.02 ? 1 : 0;
        }

        assertThat(sum / count).isCloseTo(0, within(1e-4));
        assertThat(Math.sqrt(squares / count)).isCloseTo(0.02, within(1e-4));
        assertThat((double) insideOneSigma / count).isCloseTo(0.6827, within(3e-3));
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> SyntheticCheckpoint.of(DType.U8, 1000, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U8");
    }

    private static byte[] bytes(SyntheticCheckpoint checkpoint, int index) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        checkpoint.writeData(checkpoint.parameters().get(index), out);
        return out.toByteArray();
    }

    private static byte[] bytes(SyntheticCheckpoint checkpoint) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SyntheticParameter parameter : checkpoint.parameters()) {
            checkpoint.writeData(parameter, out);
        }
        return out.toByteArray();
    }
}
