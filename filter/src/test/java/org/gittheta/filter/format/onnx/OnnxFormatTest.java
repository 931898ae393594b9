// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFormatTest extends CheckpointFormatContract {
    private static final OnnxFormat FORMAT = new OnnxFormat();

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(new Fixture("gemm.onnx"), new Fixture("gemm-next.onnx"), new Fixture("odd.onnx"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.onnx"), new Fixture("broken/short-data.onnx"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(new Edit(new Fixture("gemm.onnx"), new Fixture("gemm-next.onnx"), Set.of("B")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tf-bundle.index", "flax.msgpack", "weights.legacy.pt", "tiny.gguf"})
    void knowsFilesOfOtherFormatsFromItsOwn(String path) {
        assertThat(FormatRunner.recognise(FORMAT, new Fixture(path).bytes())).isEqualTo(Access.NONE);
    }

    @Test
    void refusesGraphsThatAreNestedWithoutEnd() {
        byte[] graph = {};
        for (int i = 0; i < 100; i++) {
            graph = field(1, field(5, field(6, graph)));
        }
        byte[] model = join(new byte[] {8, 10}, field(7, graph));

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.seek(FORMAT, model))
                .withMessageContaining("nested");
    }

    @Test
    void leavesATensorInSeveralPiecesInTheFrame() throws Exception {
        byte[] pieces = join(field(9, new byte[4]), field(9, new byte[4]));
        byte[] tensor = join(join(new byte[] {8, 2, 16, 1}, field(8, "w".getBytes(StandardCharsets.UTF_8))), pieces);
        byte[] model = join(new byte[] {8, 10}, field(7, field(5, tensor)));

        assertThat(FormatRunner.seek(FORMAT, model).parameters()).isEmpty();
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int length = content.length;
        for (; length > 127; length >>>= 7) {
            out.write((length & 127) | 128);
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
