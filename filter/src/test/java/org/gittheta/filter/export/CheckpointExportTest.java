// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.TensorListing;
import org.gittheta.filter.format.TensorListing.Tensor;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written in another format is read back by that format of ours, which knows nothing of the writer. */
class CheckpointExportTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "weights.safetensors, PYTORCH, pytorch-zip",
        "weights.safetensors, SAFETENSORS, safetensors",
        "weights.pt, SAFETENSORS, safetensors",
        "flax.msgpack, NPZ, npz",
        "training.pt, NPZ, npz",
        "gemm.onnx, SAFETENSORS, safetensors",
        "keras3.keras, PYTORCH, pytorch-zip"
    })
    void theSameTensorsAreThereInTheOtherFormat(String path, ExportFormat to, String format) throws Exception {
        byte[] file = new Fixture(path).bytes();

        byte[] written = bench.export(bench.stubOf(file), to);

        assertThat(bench.stubOf(written).frame().format()).isEqualTo(format);
        assertThat(tensors(written)).isEqualTo(tensors(file));
    }

    @ParameterizedTest
    @CsvSource({"weights.safetensors, PYTORCH", "training.pt, SAFETENSORS", "training.pt, NPZ"})
    void theSameTensorsGiveTheSameFile(String path, ExportFormat to) throws Exception {
        Stub stub = bench.stubOf(new Fixture(path).bytes());

        assertThat(bench.export(stub, to)).isEqualTo(bench.export(stub, to));
    }

    @Test
    void tiedTensorsAndViewsBecomeTensorsOfTheirOwn() throws Exception {
        byte[] file = new Fixture("odd.pt").bytes();

        SortedMap<String, Tensor> written = tensors(bench.export(bench.stubOf(file), ExportFormat.SAFETENSORS));

        SortedMap<String, Tensor> expected = new TreeMap<>(tensors(file));
        Tensor transposed = expected.remove("model.view.transposed");
        assertThat(written.remove("model.view.transposed").shape()).isEqualTo(transposed.shape());
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void anArrayInAnotherOrderIsPutIntoCOrder() throws Exception {
        byte[] file = new Fixture("arrays.npz").bytes();

        byte[] written = bench.export(bench.stubOf(file), ExportFormat.SAFETENSORS);

        ByteBuffer columns = bytes(file, "fortran#storage");
        ByteBuffer rows = bytes(written, "fortran");
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                assertThat(rows.getDouble(8 * (4 * row + column))).isEqualTo(columns.getDouble(8 * (3 * column + row)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiny.gguf, SAFETENSORS, blk.0.attn_q.weight is of the type Q8_0",
        "weights.safetensors, NPZ, F8_E4M3",
        "tf-bundle.data-00000-of-00001, PYTORCH, no format reads",
        "arrays-deflated.npz, NPZ, no tensors"
    })
    void whatDoesNotGoInIsRefused(String path, ExportFormat to, String sentence) throws IOException {
        Stub stub = bench.stubOf(new Fixture(path).bytes());

        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> bench.export(stub, to))
                .withMessageContaining(sentence);
    }

    @Test
    void whatIsNoTensorIsListedAsLeftOut() throws IOException {
        assertThat(CheckpointExport.leftOut(bench.stubOf(new Fixture("arrays-deflated.npz").bytes())))
                .extracting(name -> name.text())
                .contains("a#deflated");
        assertThat(CheckpointExport.leftOut(bench.stubOf(new Fixture("odd.pt").bytes())))
                .isEmpty();
    }

    private static SortedMap<String, Tensor> tensors(byte[] file) throws Exception {
        return TensorListing.of(FormatRunner.locate(format(file), file), file);
    }

    private static CheckpointFormat format(byte[] file) {
        return Formats.installed().of(file, file.length).orElseThrow();
    }

    private static ByteBuffer bytes(byte[] file, String name) throws Exception {
        Extent extent = FormatRunner.locate(format(file), file).parameters().stream()
                .filter(found -> found.parameter().name().text().equals(name))
                .findFirst()
                .orElseThrow();
        return ByteBuffer.wrap(
                        file, (int) extent.offset(), (int) extent.parameter().size())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
