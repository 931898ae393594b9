// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new SafetensorsFormat();
    }

    @Override
    protected List<Fixture> files() {
        // The data of the last one is shifted by a byte, which breaks no rule that a reader could check.
        return List.of(
                new Fixture("weights.safetensors"),
                new Fixture("weights-next.safetensors"),
                new Fixture("broken/shifted-header.safetensors"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(
                new Fixture("broken/truncated.safetensors"),
                new Fixture("broken/huge-header.safetensors"),
                new Fixture("broken/not-json.safetensors"),
                new Fixture("broken/empty.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1, 100_000_001, Long.MAX_VALUE})
    void refusesAHeaderOfAnImpossibleLength(long length) {
        byte[] file = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(new SafetensorsFormat(), file));
    }
}
