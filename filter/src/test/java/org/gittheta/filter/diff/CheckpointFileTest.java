// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads checkpoints that lie in no repository. */
class CheckpointFileTest {
    @TempDir
    private Path folder;

    private final Workers workers = new Workers(2);

    @AfterEach
    void tearDown() {
        workers.close();
    }

    private static byte[] fixture(String name) throws IOException, URISyntaxException {
        return Files.readAllBytes(Path.of(CheckpointFileTest.class
                .getClassLoader()
                .getResource("fixtures/" + name)
                .toURI()));
    }

    private CheckpointFile read(byte[] bytes) throws IOException, MalformedCheckpointException {
        Path file = Files.write(folder.resolve("file"), bytes);
        return CheckpointFile.read(file, workers);
    }

    private static List<String> identities(Stub stub) {
        return stub.tensors().stream()
                .map((TensorEntry tensor) ->
                        tensor.name() + " " + tensor.dtype() + " " + tensor.shape() + " " + Stub.sha256(tensor))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "weights.pt", "weights.legacy.pt"})
    void findsWhatTheFilterFinds(String name) throws Exception {
        byte[] bytes = fixture(name);
        try (Workbench bench = new Workbench(folder)) {
            Stub stored = bench.stubOf(bytes);
            CheckpointFile file = read(bytes);
            assertThat(identities(file.stub())).isEqualTo(identities(stored));
            assertThat(file.stub().frame().format()).isEqualTo(stored.frame().format());
            CheckpointWriter writer =
                    new CheckpointWriter(new FileObjectStore(folder.resolve("lfs")), Codecs.installed(), workers);
            assertThat(StubFacts.of(stored, writer)).isEqualTo(file.facts());
        }
    }

    @Test
    void comparesFilesOfTwoFormats() throws Exception {
        CheckpointFile before = read(fixture("weights.pt"));
        CheckpointFile after = read(fixture("weights.legacy.pt"));
        assertThat(Pairing.between(before.stub(), after.stub())).isEmpty();
    }

    @Test
    void servesTheBytesOfATensor() throws Exception {
        byte[] values = CheckpointFiles.noise(1, 3_000_000);
        Path path = Files.write(
                folder.resolve("m"),
                new CheckpointFiles()
                        .tensor("a", "U8", 1, new byte[17])
                        .tensor("w", "F32", 4, values)
                        .bytes());
        CheckpointFile file = CheckpointFile.read(path, workers);
        TensorPlace place =
                TensorPlace.of(file.stub(), file.stub().tensors().get(1)).orElseThrow();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        new TensorReader(new FileRuns(Map.of(file.key(), path)), Codecs.installed(), workers).read(place, read::write);
        assertThat(read.toByteArray()).isEqualTo(values);
    }

    @Test
    void readsMetadataOfASafetensorsFile() throws Exception {
        String header = "{\"__metadata__\":{\"epoch\":\"3\",\"odd\":[1,{\"a\":2}],\"note\":\"ü\\n\"},\"w\":{\"dtype\":"
                + "\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + 1];
        bytes[0] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 8, text.length);
        assertThat(read(bytes).facts()).containsExactly(Map.entry("epoch", "3"), Map.entry("note", "ü\n"));
    }

    @Test
    void keepsWhatNoFormatReadsAsBytes() throws Exception {
        byte[] good = new CheckpointFiles().tensor("w", "U8", 1, new byte[9]).bytes();
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);
        assertThat(read(cut).stub().frame().format()).isEqualTo("opaque");
        assertThat(read(new byte[0]).stub().tensors()).hasSize(1);
        try (Workbench bench = new Workbench(folder)) {
            byte[] stub = bench.clean(good);
            assertThatThrownBy(() -> read(stub)).isInstanceOf(MalformedCheckpointException.class);
        }
        assertThat(Formats.installed().named("no such format")).isEmpty();
    }
}
