// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SparseFile;
import org.junit.jupiter.api.Test;

class FlaxFormatTest extends CheckpointFormatContract {
    private static final FlaxFormat FORMAT = new FlaxFormat();

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("flax.msgpack"),
                new Fixture("flax-next.msgpack"),
                new Fixture("odd.msgpack"),
                new Fixture("chunked.msgpack"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.msgpack"), new Fixture("broken/short-data.msgpack"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(
                new Edit(new Fixture("flax.msgpack"), new Fixture("flax-next.msgpack"), Set.of("params/dense/bias")));
    }

    @Test
    void doesNotRecogniseMessagePackWithoutArrays() {
        byte[] map = {(byte) 0x81, (byte) 0xA1, 'a', 7};

        assertThat(FormatRunner.recognise(FORMAT, map)).isEqualTo(Access.NONE);
    }

    @Test
    void refusesListsThatAreNestedWithoutEnd() {
        byte[] nested = new byte[3000];
        Arrays.fill(nested, (byte) 0x91);

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(FORMAT, nested))
                .withMessageContaining("nested");
    }

    @Test
    void readsAnArrayOfNearlyFourGigabytes() throws Exception {
        int elements = (1 << 30) - 64;
        SparseFile file = new SparseFile();
        byte[] type = "float32".getBytes(StandardCharsets.UTF_8);
        file.append(ByteBuffer.allocate(29)
                .put(new byte[] {(byte) 0x81, (byte) 0xA1, 'w', (byte) 0xC9})
                .putInt(4 * elements + 20)
                .put(new byte[] {1, (byte) 0x93, (byte) 0x91, (byte) 0xCE})
                .putInt(elements)
                .put(new byte[] {(byte) 0xA7})
                .put(type)
                .put((byte) 0xC6)
                .putInt(4 * elements)
                .array());
        file.appendZeros(4L * elements);

        assertThat(FormatRunner.stream(FORMAT, file).parameters())
                .singleElement()
                .satisfies(extent -> assertThat(extent.parameter().size()).isEqualTo(4L * elements));
    }
}
