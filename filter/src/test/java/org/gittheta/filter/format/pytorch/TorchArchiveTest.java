// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SparseFile;
import org.gittheta.filter.format.TensorListing;
import org.gittheta.filter.format.pickle.PickleBytes;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchArchiveTest {
    private static final PyTorchZipFormat FORMAT = new PyTorchZipFormat();
    private static final long LARGE = (1L << 30) + 16;

    @Test
    void locatesStoragesOfMoreThanFourGibibytesAndBehindThem() throws Exception {
        byte[] object = new PickleBytes()
                .op('}', '(')
                .text("large")
                .floats("0", LARGE, 0, new long[] {LARGE}, 1)
                .text("small")
                .floats("1", 4, 0, new long[] {2, 2}, 2, 1)
                .text("empty")
                .floats("2", 0, 0, new long[] {0}, 1)
                .stop('u');
        TorchArchive archive = new TorchArchive()
                .add("m/data.pkl", object)
                .addZeros("m/data/0", LARGE * 4)
                .add("m/data/1", new byte[16])
                .add("m/data/2", new byte[0])
                .add("m/version", bytes("3\n"));
        SparseFile file = archive.finish();

        Layout layout = FormatRunner.stream(FORMAT, file);

        assertThat(layout.parameters())
                .extracting(
                        extent -> extent.parameter().name().text(),
                        Extent::offset,
                        extent -> extent.parameter().size())
                .containsExactly(
                        tuple("large", archive.dataOffset("m/data/0"), LARGE * 4),
                        tuple("small", archive.dataOffset("m/data/1"), 16L),
                        tuple("empty", archive.dataOffset("m/data/2"), 0L));
        assertThat(layout.checksums())
                .contains(new Checksum(archive.dataOffset("m/data/0") + LARGE * 4 + 4, new ParameterName("large")))
                .contains(new Checksum(archive.dataOffset("m/data/1") + 16 + 4, new ParameterName("small")))
                .hasSize(5);
        assertThat(FormatRunner.seek(FORMAT, file).parameters()).isEqualTo(layout.parameters());
        assertThat(FormatRunner.seek(FORMAT, file).checksums()).containsExactlyInAnyOrderElementsOf(layout.checksums());
    }

    @Test
    void leavesTheChecksumOfAStorageOfSeveralParametersInTheFrame() throws Exception {
        byte[] object = new PickleBytes()
                .op('}', '(')
                .text("a")
                .floats("0", 4, 0, new long[] {2}, 1)
                .text("b")
                .floats("0", 4, 2, new long[] {2}, 1)
                .stop('u');
        SparseFile file = new TorchArchive()
                .add("m/data.pkl", object)
                .add("m/data/0", new byte[16])
                .finish();

        Layout layout = FormatRunner.stream(FORMAT, file);

        assertThat(layout.parameters()).hasSize(2);
        assertThat(layout.checksums()).isEmpty();
        assertThat(FormatRunner.seek(FORMAT, file)).isEqualTo(layout);
    }

    @Test
    void readsARecordThatLooksLikeItsOwnEnd() throws Exception {
        byte[] decoy = bytes("PK\u0007\bxxxx\0\0\0\0\0\0\0\0PK\u0003\u0004PK\u0001\u0002 and more");
        SparseFile file = new TorchArchive()
                .add("m/data.pkl", new PickleBytes().op('}').stop())
                .add("m/extra", decoy)
                .finish();

        assertThat(FormatRunner.stream(FORMAT, file).parameters()).isEmpty();
    }

    @Test
    void keepsALargeRecordThatIsNoTensorOutOfTheFrame() throws Exception {
        byte[] object = new PickleBytes().op('}').stop();
        SparseFile file = new TorchArchive()
                .add("m/data.pkl", object)
                .addZeros("m/code/big", (1 << 20) + 1)
                .addZeros("m/code/small", 1 << 20)
                .finish();

        assertThat(FormatRunner.seek(FORMAT, file).parameters())
                .extracting(extent -> extent.parameter().name().text())
                .containsExactly("record:code/big");
    }

    @Test
    void readsTheTensorsOfTheConstantsOfTorchScript() throws Exception {
        byte[] constants =
                new PickleBytes().op('(').floats("0", 2, 0, new long[] {2}, 1).stop('t');
        SparseFile file = new TorchArchive()
                .add("m/constants/0", new byte[8])
                .add("m/constants.pkl", constants)
                .add("m/data/0", new byte[4])
                .add(
                        "m/data.pkl",
                        new PickleBytes().floats("0", 1, 0, new long[] {}).stop())
                .finish();

        assertThat(FormatRunner.seek(FORMAT, file).parameters())
                .extracting(extent -> extent.parameter().name().text())
                .containsExactlyInAnyOrder("constants.0", "tensor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.pt", "odd.pt", "training.pt"})
    void readsAnArchiveThatWasPackedAgainWithoutCompression(String path) throws Exception {
        byte[] file = new Fixture(path).bytes();
        byte[] packed = packAgain(file, ZipArchiveEntry.STORED);

        Layout layout = FormatRunner.locate(FORMAT, packed);

        assertThat(FormatRunner.recognise(FORMAT, packed)).isEqualTo(Access.STREAMED);
        assertThat(TensorListing.of(layout, packed))
                .isEqualTo(TensorListing.of(FormatRunner.locate(FORMAT, file), file));
        assertThat(FormatRunner.seek(FORMAT, packed)).isEqualTo(layout);
    }

    @Test
    void leavesDeflatedStoragesInTheFrame() throws Exception {
        byte[] packed = packAgain(new Fixture("weights.pt").bytes(), ZipArchiveEntry.DEFLATED);

        assertThat(FormatRunner.recognise(FORMAT, packed)).isEqualTo(Access.SEEKABLE);
        assertThat(FormatRunner.locate(FORMAT, packed).parameters()).isEmpty();
    }

    @Test
    void refusesAZipFileThatIsNoCheckpoint() {
        SparseFile file = new TorchArchive().add("m/version", bytes("3\n")).finish();

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.seek(FORMAT, file))
                .withMessage("a zip file without data.pkl");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12, 20})
    void refusesAStorageOfAnotherSizeThanItsObjectSays(int size) {
        byte[] object = new PickleBytes().floats("0", 4, 0, new long[] {4}, 1).stop();
        SparseFile file = new TorchArchive()
                .add("m/data.pkl", object)
                .add("m/data/0", new byte[size])
                .finish();

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(FORMAT, file));
        assertThatExceptionOfType(MalformedCheckpointException.class).isThrownBy(() -> FormatRunner.seek(FORMAT, file));
    }

    @Test
    void refusesAnArchiveThatLacksAStorage() {
        byte[] object = new PickleBytes().floats("0", 4, 0, new long[] {4}, 1).stop();
        SparseFile file = new TorchArchive().add("m/data.pkl", object).finish();

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.stream(FORMAT, file))
                .withMessageContaining("lacks a storage");
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.seek(FORMAT, file))
                .withMessageContaining("lacks a storage");
    }

    private static byte[] packAgain(byte[] archive, int method) {
        SeekableInMemoryByteChannel packed = new SeekableInMemoryByteChannel();
        try (ZipFile in = ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(archive))
                        .get();
                ZipArchiveOutputStream out = new ZipArchiveOutputStream(packed)) {
            Enumeration<ZipArchiveEntry> entries = in.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                byte[] data = in.getInputStream(entry).readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(data);
                ZipArchiveEntry copy = new ZipArchiveEntry(entry.getName());
                copy.setMethod(method);
                copy.setSize(data.length);
                copy.setCrc(crc.getValue());
                copy.setTime(0);
                out.putArchiveEntry(copy);
                out.write(data);
                out.closeArchiveEntry();
            }
            out.finish();
            return Arrays.copyOf(packed.array(), (int) packed.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
