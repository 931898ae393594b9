// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.TensorListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchZipFormatTest extends CheckpointFormatContract {
    private static final PyTorchZipFormat FORMAT = new PyTorchZipFormat();

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("weights.pt"),
                new Fixture("weights-next.pt"),
                new Fixture("odd.pt"),
                new Fixture("training.pt"),
                new Fixture("whole-module.pt"),
                new Fixture("scripted.pt"),
                new Fixture("hostile.pt"),
                new Fixture("special.pt"),
                new Fixture("distributed.distcp"),
                new Fixture("distributed-next.distcp"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(
                new Edit(new Fixture("weights.pt"), new Fixture("weights-next.pt"), Set.of("layers.0.q.weight")),
                new Edit(
                        new Fixture("distributed.distcp"), new Fixture("distributed-next.distcp"), Set.of("tensor#2")));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(
                new Fixture("broken/truncated.pt"),
                new Fixture("broken/zip-bomb-ish.pt"),
                new Fixture("broken/truncated.distcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.pt", "weights-next.pt", "odd.pt", "training.pt", "whole-module.pt", "hostile.pt"})
    void readsTheSameFromFrontToBackAndByTheDirectory(String path) throws Exception {
        byte[] bytes = new Fixture(path).bytes();

        Layout streamed = FormatRunner.stream(FORMAT, bytes);
        Layout sought = FormatRunner.seek(FORMAT, bytes);

        assertThat(sought.parameters()).containsExactlyInAnyOrderElementsOf(streamed.parameters());
        assertThat(sought.checksums()).containsExactlyInAnyOrderElementsOf(streamed.checksums());
    }

    @ParameterizedTest
    @MethodSource("files")
    void placesTwoChecksumsThatHoldForEveryStorageThatIsOneParameter(Fixture file) throws Exception {
        byte[] bytes = file.bytes();
        Layout layout = FormatRunner.locate(FORMAT, bytes);

        assertThat(layout.checksums()).isNotEmpty();
        for (Extent extent : layout.parameters()) {
            CRC32 crc = new CRC32();
            crc.update(bytes, (int) extent.offset(), (int) extent.parameter().size());
            List<Checksum> own = layout.checksums().stream()
                    .filter(checksum -> checksum.of().equals(extent.parameter().name()))
                    .sorted(Comparator.comparingLong(Checksum::offset))
                    .toList();
            // PyTorch writes no descriptor after a record without bytes.
            assertThat(own).hasSize(extent.parameter().size() == 0 ? 1 : 2);
            for (Checksum checksum : own) {
                assertThat(Zips.intAt(bytes, checksum.offset())).isEqualTo((int) crc.getValue());
            }
        }
    }

    @Test
    void namesTheTensorsOfATrainingRunByTheirKeys() throws Exception {
        byte[] bytes = new Fixture("training.pt").bytes();

        assertThat(TensorListing.of(FormatRunner.locate(FORMAT, bytes), bytes).keySet())
                .containsExactly(
                        "model.0.bias",
                        "model.0.weight",
                        "model.2.bias",
                        "model.2.weight",
                        "optimizer.state.0.exp_avg",
                        "optimizer.state.0.exp_avg_sq",
                        "optimizer.state.0.step",
                        "optimizer.state.1.exp_avg",
                        "optimizer.state.1.exp_avg_sq",
                        "optimizer.state.1.step",
                        "optimizer.state.2.exp_avg",
                        "optimizer.state.2.exp_avg_sq",
                        "optimizer.state.2.step",
                        "optimizer.state.3.exp_avg",
                        "optimizer.state.3.exp_avg_sq",
                        "optimizer.state.3.step",
                        "rng");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole-module.pt", "scripted.pt"})
    void namesTheParametersOfAModuleAsItsStateDictDoes(String path) throws Exception {
        byte[] bytes = new Fixture(path).bytes();

        assertThat(TensorListing.of(FormatRunner.locate(FORMAT, bytes), bytes).keySet())
                .containsExactly("0.bias", "0.weight", "2.bias", "2.weight");
    }

    @Test
    void readsAPickleThatWouldRunAProgramAndRunsNothing() throws Exception {
        byte[] bytes = new Fixture("hostile.pt").bytes();

        assertThat(TensorListing.of(FormatRunner.locate(FORMAT, bytes), bytes).keySet())
                .containsExactly("w");
        assertThat(java.nio.file.Path.of("pwned")).doesNotExist();
    }
}
