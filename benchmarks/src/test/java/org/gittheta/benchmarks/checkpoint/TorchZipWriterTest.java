// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchZipWriterTest {
    private static final SyntheticCheckpoint CHECKPOINT = SyntheticCheckpoint.of(new DType("BF16"), 200_000, 1);

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void write() throws IOException {
        file = folder.resolve("model.pt");
        try (OutputStream out = Files.newOutputStream(file)) {
            new TorchZipWriter().write(CHECKPOINT, out);
        }
    }

    @Test
    void everyRecordIsStoredAndItsCrcHolds() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(153 + 6);
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content = read(zip, entry.getName());
                CRC32 crc = new CRC32();
                crc.update(content);
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(content).hasSize((int) entry.getSize());
                assertThat(crc.getValue()).as(entry.getName()).isEqualTo(entry.getCrc());
            }
        }
    }

    @Test
    void recordsHoldTheParametersInOrder() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            int key = 0;
            for (SyntheticParameter parameter : CHECKPOINT.parameters()) {
                ByteArrayOutputStream data = new ByteArrayOutputStream();
                CHECKPOINT.writeData(parameter, data);
                assertThat(read(zip, "model/data/" + key++)).isEqualTo(data.toByteArray());
            }
        }
    }

    @Test
    void dataLiesOnMultiplesOf64() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        int data = 0;
        for (SyntheticParameter parameter : CHECKPOINT.parameters()) {
            String name = "model/data/" + data++;
            position = find(bytes, name, position);
            int start = position + name.length() + bytes.getShort(position - 2);
            assertThat(start % 64).as(parameter.name()).isZero();
            assertThat(bytes.getInt(start + (int) CHECKPOINT.bytes(parameter))).isEqualTo(0x08074b50);
        }
    }

    @Test
    void frameIsThatOfAFileWrittenByTorch() throws IOException {
        byte[] ours = Files.readAllBytes(file);
        byte[] torch;
        try (InputStream fixture = TorchZipWriterTest.class.getResourceAsStream("/weights.pt")) {
            torch = fixture.readAllBytes();
        }
        ByteBuffer a = ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer b = ByteBuffer.wrap(torch).order(ByteOrder.LITTLE_ENDIAN);

        // The first local header up to the length of the name; theirs is two characters longer.
        assertThat(a.slice(0, 26)).isEqualTo(b.slice(0, 26));
        int ourTail = ours.length - 98;
        int theirTail = torch.length - 98;
        // The ZIP64 end record up to the counts, and the signatures after it.
        assertThat(a.slice(ourTail, 24)).isEqualTo(b.slice(theirTail, 24));
        assertThat(a.getInt(ourTail + 56)).isEqualTo(b.getInt(theirTail + 56));
        assertThat(a.getInt(ourTail + 76)).isEqualTo(b.getInt(theirTail + 76));
        assertThat(a.getLong(ourTail + 64)).isEqualTo(ourTail);
        // A central header up to the CRC.
        int ourCentral = (int) a.getLong(ourTail + 48);
        int theirCentral = (int) b.getLong(theirTail + 48);
        assertThat(a.slice(ourCentral, 16)).isEqualTo(b.slice(theirCentral, 16));
    }

    @Test
    void pickleIsTheOneTorchWrites() throws IOException {
        byte[] torch;
        try (InputStream fixture = TorchZipWriterTest.class.getResourceAsStream("/weights.pt")) {
            torch = fixture.readAllBytes();
        }
        List<SyntheticParameter> first = List.of(new SyntheticParameter("embed.weight", Shape.of(64, 16), 1, 0));
        byte[] ours = TorchPickle.of(new DType("F32"), first);

        // All but the two closing opcodes begins the fixture's pickle, which lies at byte 64.
        int shared = ours.length - 2;
        assertThat(ByteBuffer.wrap(ours, 0, shared)).isEqualTo(ByteBuffer.wrap(torch, 64, shared));
    }

    private static byte[] read(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    private static int find(ByteBuffer bytes, String name, int from) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        int at = from;
        while (!bytes.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
            at++;
        }
        return at;
    }
}
