// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says what every codec must do; one passes it by subclassing it. */
@SuppressWarnings("JUnit4TestNotRun")
abstract class CodecContract {
    private static final int BLOCK = 1 << 20;

    @TempDir
    Path folder;

    private PayloadFile file;

    /** Returns the codec. */
    protected abstract Codec codec();

    @BeforeEach
    void makeFile() {
        file = new PayloadFile(folder.resolve("payload"));
    }

    @Test
    void isFoundByItsName() throws IOException {
        assertThat(codec().name()).matches("[a-z][a-z0-9-]{0,31}");
        assertThat(Codecs.installed().named(codec().name())).hasSameClassAs(codec());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F64", "F32", "F16", "BF16", "I64", "I16", "U8", "BOOL", "C64", "C128", "F8_E4M3", "F4", "F128",
                "COMPLEX", "C", "QINT4"
            })
    void bringsBackAnyBytesOfAnyLengthAsAnyType(String name) throws IOException {
        DType dtype = new DType(name);
        for (int length : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 1000, 1001, 20_003}) {
            for (byte[] raw : List.of(Samples.noise(length), Samples.repeats(length), new byte[length])) {
                assertComesBack(dtype, raw);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3})
    void bringsBackSeveralBlocks(int length) throws IOException {
        assertComesBack(new DType("BF16"), Arrays.copyOf(Samples.bf16(length / 2 + 1), length));
        assertComesBack(new DType("F64"), Samples.repeats(length));
    }

    private void assertComesBack(DType dtype, byte[] raw) throws IOException {
        byte[] payload = PayloadFile.encode(codec(), dtype, raw);
        assertThat(Arrays.equals(file.decode(codec(), payload, raw.length), raw))
                .as("%s bytes of %s", raw.length, dtype)
                .isTrue();
    }

    @Test
    void encodesTheSameBytesAlwaysInTheSameWay() {
        byte[] raw = Samples.bf16(700_000);
        byte[] first = PayloadFile.encode(codec(), new DType("BF16"), raw);
        assertThat(PayloadFile.encode(codec(), new DType("F64"), Samples.noise(100)))
                .isNotEmpty();
        assertThat(PayloadFile.encode(codec(), new DType("BF16"), raw)).isEqualTo(first);
    }

    @Test
    void blocksEncodedAtOnceAreTheBlocksEncodedInTurn() {
        Codec codec = codec();
        Codec.Encoder encoder = codec.encoder(new DType("BF16"), 64L << 20);
        List<byte[]> raw =
                IntStream.range(0, 24).mapToObj(i -> Samples.bf16(30_000 + i)).toList();
        assertThat(encodeAll(encoder, raw.parallelStream())).isEqualTo(encodeAll(encoder, raw.stream()));
    }

    private static List<List<Byte>> encodeAll(Codec.Encoder encoder, Stream<byte[]> blocks) {
        return blocks.map(block -> encoder.encode(block, block.length))
                .map(e -> Arrays.copyOf(e.bytes(), e.length()))
                .map(bytes ->
                        IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList())
                .toList();
    }

    @Test
    void aPayloadThatIsCutOffIsCorrupt() {
        byte[] raw = Samples.bf16(300);
        byte[] payload = PayloadFile.encode(codec(), new DType("BF16"), raw);
        for (int length = 0; length < payload.length; length++) {
            byte[] shorter = Arrays.copyOf(payload, length);
            assertThatExceptionOfType(CorruptObjectException.class)
                    .isThrownBy(() -> file.decode(codec(), shorter, raw.length));
        }
    }

    @Test
    void anyChangedByteIsCorruptOrGivesOtherBytes() throws IOException {
        for (byte[] raw : List.of(Samples.bf16(300), Samples.repeats(601), Samples.noise(64))) {
            byte[] payload = PayloadFile.encode(codec(), new DType("BF16"), raw);
            Random random = new Random(1);
            for (int at = 0; at < payload.length; at++) {
                for (int bit = 0; bit < 8; bit += at < 64 ? 1 : 3) {
                    byte[] changed = payload.clone();
                    changed[at] ^= (byte) (1 << bit);
                    decodeOrRefuse(changed, raw.length);
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                    decodeOrRefuse(changed, raw.length);
                }
            }
        }
    }

    @Test
    void noiseIsCorruptOrGivesSomeBytes() throws IOException {
        Random random = new Random(2);
        byte[] good = PayloadFile.encode(codec(), new DType("F32"), Samples.f32(10));
        for (int i = 0; i < 2000; i++) {
            byte[] payload = Samples.noise(random.nextInt(120));
            System.arraycopy(good, 0, payload, 0, Math.min(payload.length, random.nextInt(good.length)));
            decodeOrRefuse(payload, random.nextInt(200));
        }
    }

    private void decodeOrRefuse(byte[] payload, int size) throws IOException {
        try {
            assertThat(file.decode(codec(), payload, size)).hasSize(size);
        } catch (CorruptObjectException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
