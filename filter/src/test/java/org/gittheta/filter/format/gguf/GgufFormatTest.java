// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SparseFile;
import org.junit.jupiter.api.Test;

class GgufFormatTest extends CheckpointFormatContract {
    private static final GgufFormat FORMAT = new GgufFormat();

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("tiny.gguf"),
                new Fixture("tiny-next.gguf"),
                new Fixture("types.gguf"),
                new Fixture("big-endian.gguf"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.gguf"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(
                new Edit(new Fixture("tiny.gguf"), new Fixture("tiny-next.gguf"), Set.of("blk.0.attn_q.weight")));
    }

    @Test
    void namesTheTypesOfBigEndianFilesSo() throws Exception {
        assertThat(FormatRunner.locate(FORMAT, new Fixture("big-endian.gguf").bytes())
                        .parameters())
                .extracting(extent -> extent.parameter().dtype().name())
                .containsExactly("F32_BE", "I8");
    }

    @Test
    void takesATensorOfAnUnknownTypeUpToTheNextOne() throws Exception {
        SparseFile file = file(tensor("strange", 999, 0, 100), tensor("plain", 0, 160, 8));
        file.appendZeros(160 + 32);

        assertThat(FormatRunner.stream(FORMAT, file).parameters())
                .extracting(
                        extent -> extent.parameter().dtype().name(),
                        extent -> extent.parameter().size())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("GGML_999", 160L),
                        org.assertj.core.groups.Tuple.tuple("F32", 32L));
    }

    @Test
    void takesALastTensorOfAnUnknownTypeUpToTheEndOfTheFile() throws Exception {
        SparseFile file = file(tensor("strange", 999, 0, 100));
        file.appendZeros(77);

        assertThat(FormatRunner.seek(FORMAT, file).parameters())
                .singleElement()
                .satisfies(extent -> assertThat(extent.parameter().size()).isEqualTo(77));
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(FORMAT, file))
                .withMessageContaining("unknown type");
    }

    @Test
    void readsTensorsOfMoreThanFourGigabytes() throws Exception {
        long size = 5L << 30;
        SparseFile file = file(tensor("a", 24, 0, size), tensor("b", 24, size, 3));
        long data = file.size();
        file.appendZeros(size + 3);

        List<Extent> extents = FormatRunner.stream(FORMAT, file).parameters();

        assertThat(extents.get(0).parameter().size()).isEqualTo(size);
        assertThat(extents.get(1).offset()).isEqualTo(data + size);
    }

    @Test
    void refusesTensorsThatOverlap() {
        SparseFile file = file(tensor("a", 24, 0, 64), tensor("b", 24, 32, 64));
        file.appendZeros(200);

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(FORMAT, file))
                .withMessageContaining("overlap");
    }

    private static byte[] tensor(String name, int type, long offset, long extent) {
        return ByteBuffer.allocate(8 + name.length() + 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(name.length())
                .put(name.getBytes(UTF_8))
                .putInt(1)
                .putLong(extent)
                .putInt(type)
                .putLong(offset)
                .array();
    }

    private static SparseFile file(byte[]... tensors) {
        SparseFile file = new SparseFile();
        file.append(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46554747)
                .putInt(3)
                .putLong(tensors.length)
                .putLong(0)
                .array());
        for (byte[] tensor : tensors) {
            file.append(tensor);
        }
        file.appendZeros((32 - file.size() % 32) % 32);
        return file;
    }
}
