// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.gittheta.filter.export.ExportFormat;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cleans and writes files whose sizes need more than 31 and 32 bits. It takes minutes and 15 GB of disk, so it runs only when it
 * is asked to: {@code mvn -pl filter -am verify -Dtest=LargeFilesTest -Dgittheta.large=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "gittheta.large", matches = "true")
class LargeFilesTest {
    private static final long OVER_4_GB = (1L << 32) + (5 << 20) + 12;
    private static final long OVER_2_GB = (1L << 31) + (5 << 20) + 12;

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

    @Test
    void gguf() throws IOException {
        byte[] header = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1)
                .putLong(0)
                .putLong(1)
                .put((byte) 'w')
                .putInt(1)
                .putLong(OVER_4_GB)
                .putInt(24)
                .putLong(0)
                .array();
        assertComesBack(file("large.gguf", header, 64, OVER_4_GB), "gguf", OVER_4_GB);
    }

    @Test
    void onnx() throws IOException {
        // Sizes of messages from the inside out: the data, the tensor with dims, type and name, the graph.
        byte[] tensor = join(new byte[] {8}, varint(OVER_2_GB), new byte[] {16, 3, 66, 1, 'w', 74}, varint(OVER_2_GB));
        byte[] graph = join(new byte[] {42}, varint(tensor.length + OVER_2_GB), tensor);
        byte[] model = join(new byte[] {8, 10, 58}, varint(graph.length + OVER_2_GB), graph);
        assertComesBack(file("large.onnx", model, model.length, OVER_2_GB), "onnx", OVER_2_GB);
    }

    @Test
    void hdf5() throws IOException {
        byte[] head = Files.readAllBytes(Path.of("src/test/resources/large/h5.head"));
        assertComesBack(file("large.h5", head, head.length, OVER_4_GB), "hdf5", OVER_4_GB);
    }

    @Test
    void flax() throws IOException {
        byte[] array = ByteBuffer.allocate(22)
                .put(new byte[] {(byte) 0x93, (byte) 0x91, (byte) 0xCF})
                .putLong(OVER_2_GB)
                .put((byte) 0xA5)
                .put("uint8".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0xC6)
                .putInt((int) OVER_2_GB)
                .array();
        byte[] extension = ByteBuffer.allocate(9)
                .put(new byte[] {(byte) 0x81, (byte) 0xA1, 'w', (byte) 0xC9})
                .putInt((int) (array.length + OVER_2_GB))
                .put((byte) 1)
                .array();
        byte[] head = join(extension, array);
        assertComesBack(file("large.msgpack", head, head.length, OVER_2_GB), "flax", OVER_2_GB);
    }

    @Test
    void safetensorsAndWhatIsExportedOfIt() throws IOException {
        String json =
                "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(OVER_4_GB, OVER_4_GB);
        byte[] header = ByteBuffer.allocate(8 + json.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length())
                .put(json.getBytes(StandardCharsets.US_ASCII))
                .array();
        Path file = file("large.safetensors", header, header.length, OVER_4_GB);
        Stub stub = assertComesBack(file, "safetensors", OVER_4_GB);
        Files.delete(file);
        for (ExportFormat format : new ExportFormat[] {ExportFormat.NPZ, ExportFormat.PYTORCH}) {
            Path exported = folder.resolve("exported");
            bench.export(stub, format, exported);
            Stub again = assertComesBack(exported, format == ExportFormat.NPZ ? "npz" : "pytorch-zip", OVER_4_GB);
            assertThat(again.parameters().get(0).sha256())
                    .isEqualTo(stub.parameters().get(0).sha256());
            Files.delete(exported);
        }
    }

    private Stub assertComesBack(Path file, String format, long size) throws IOException {
        Stub stub;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            stub = StubFormat.read(bench.clean(in, 1 << 30).text());
        }
        assertThat(stub.frame().format()).isEqualTo(format);
        assertThat(stub.parameters()).extracting(ParameterEntry::size).containsExactly(size);
        Sha256Digest back = new Sha256Digest();
        bench.write(stub, new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                back.update(bytes, offset, length);
            }
        });
        Sha256 found = back.finish();
        assertThat(found).isEqualTo(Sha256Digest.ofFile(file));
        return stub;
    }

    /** Writes a file of a header and data, which is zeros but for a number in every 64 MiB. */
    private Path file(String name, byte[] header, long dataAt, long size) throws IOException {
        Path file = folder.resolve(name);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            out.write(ByteBuffer.wrap(header), 0);
            for (long at = dataAt; at < dataAt + size - 8; at += 1 << 26) {
                out.write(ByteBuffer.allocate(8).putLong(0, at), at);
            }
            out.write(ByteBuffer.wrap(new byte[] {7}), dataAt + size - 1);
        }
        return file;
    }

    private static byte[] varint(long number) {
        byte[] bytes = new byte[10];
        int count = 0;
        for (long left = number; ; left >>>= 7) {
            bytes[count++] = (byte) ((left & 127) | (left > 127 ? 128 : 0));
            if (left <= 127) {
                return Arrays.copyOf(bytes, count);
            }
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
