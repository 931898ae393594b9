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
import org.gittheta.storage.object.CorruptObjectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says what every delta codec must do; one passes it by subclassing it. */
abstract class DeltaCodecContract {
    @TempDir
    Path folder;

    PayloadFile file;

    /** Returns the codec. */
    protected abstract DeltaCodec codec();

    /** Returns a parameter of about that many bytes and a base that the codec has something to offer for. */
    protected abstract Versions sample(String dtype, int bytes);

    @BeforeEach
    void makeFile() {
        file = new PayloadFile(folder.resolve("payload"));
    }

    @Test
    void isFoundByItsName() throws IOException {
        assertThat(codec().name()).matches("[a-z][a-z0-9-]{0,31}");
        assertThat(Codecs.installed().delta(codec().name())).hasSameClassAs(codec());
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> Codecs.installed().named(codec().name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F32", "BF16", "F16", "F64"})
    void bringsBackWhatItShrinks(String dtype) throws IOException {
        for (int bytes : new int[] {4096, 100_000, (1 << 20) + 8192, 2 << 20}) {
            Versions versions = sample(dtype, bytes);
            byte[] payload = encode(versions);
            assertThat(payload).hasSizeLessThan(versions.raw().length);
            assertThat(Arrays.equals(decode(versions, payload), versions.raw())).isTrue();
        }
    }

    /** What an encoder found out about its parameter is a guess; anything may follow. */
    @ParameterizedTest
    @ValueSource(strings = {"F32", "BF16", "F16", "F64"})
    void bringsBackWhatIsNotAtAllAsExpected(String dtype) throws IOException {
        Versions expected = sample(dtype, 40_000);
        DeltaCodec.Encoder encoder = codec().encoder(expected).orElseThrow();
        int size = expected.raw().length;
        for (byte[] base : List.of(Samples.noise(size), Samples.noise(size / 3), new byte[0], expected.raw())) {
            for (byte[] raw : List.of(Samples.noise(size + 1), Samples.specialFloats(dtype), new byte[size - 1])) {
                Versions versions = new Versions(expected.dtype(), expected.shape(), raw, expected.baseType(), base);
                byte[] payload = PayloadFile.encode(encoder, versions);
                assertThat(Arrays.equals(decode(versions, payload), raw)).isTrue();
            }
        }
    }

    @Test
    void encodesTheSameAlwaysInTheSameWay() throws IOException {
        Versions versions = sample("BF16", 3 << 20);
        byte[] first = encode(versions);
        encode(sample("F64", 10_000));
        assertThat(encode(versions)).isEqualTo(first);
    }

    @Test
    void blocksEncodedAtOnceAreTheBlocksEncodedInTurn() throws IOException {
        Versions versions = sample("BF16", 3 << 20);
        DeltaCodec.Encoder encoder = codec().encoder(versions).orElseThrow();
        List<byte[]> turn =
                IntStream.range(0, 3).mapToObj(i -> block(encoder, versions, i)).toList();
        List<byte[]> once = IntStream.range(0, 30)
                .parallel()
                .mapToObj(i -> block(encoder, versions, i % 3))
                .toList();
        for (int i = 0; i < once.size(); i++) {
            assertThat(once.get(i)).isEqualTo(turn.get(i % 3));
        }
    }

    private static byte[] block(DeltaCodec.Encoder encoder, Versions versions, int i) {
        byte[] base = versions.baseBlock(encoder, i);
        int from = i * encoder.blockSize();
        int length = Math.min(encoder.blockSize(), versions.raw().length - from);
        Codec.Encoded encoded = encoder.encode(i, versions.raw(), from, length, base, base.length);
        return Arrays.copyOf(encoded.bytes(), encoded.length());
    }

    @Test
    void aPayloadThatIsCutOffIsCorrupt() throws IOException {
        Versions versions = sample("BF16", 1024);
        byte[] payload = encode(versions);
        for (int length = 0; length < payload.length; length += 1 + length / 50) {
            byte[] shorter = Arrays.copyOf(payload, length);
            assertThatExceptionOfType(CorruptObjectException.class).isThrownBy(() -> decode(versions, shorter));
        }
    }

    @Test
    void anyChangedByteIsCorruptOrGivesOtherBytes() throws IOException {
        for (String dtype : List.of("BF16", "F32")) {
            Versions versions = sample(dtype, 512);
            byte[] payload = encode(versions);
            Random random = new Random(1);
            for (int at = 0; at < payload.length; at += at < 64 ? 1 : 1 + payload.length / 100) {
                for (int bit = at % 3; bit < 8; bit += 3) {
                    byte[] changed = payload.clone();
                    changed[at] ^= (byte) (1 << bit);
                    decodeOrRefuse(versions, changed);
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                    decodeOrRefuse(versions, changed);
                }
            }
        }
    }

    @Test
    void noiseIsCorruptOrGivesSomeBytes() throws IOException {
        Random random = new Random(2);
        Versions versions = sample("F32", 2048);
        byte[] good = encode(versions);
        for (int i = 0; i < 500; i++) {
            byte[] payload = Samples.noise(random.nextInt(120));
            System.arraycopy(good, 0, payload, 0, Math.min(payload.length, random.nextInt(good.length)));
            decodeOrRefuse(versions, payload);
        }
    }

    private void decodeOrRefuse(Versions versions, byte[] payload) throws IOException {
        try {
            assertThat(decode(versions, payload)).hasSameSizeAs(versions.raw());
        } catch (CorruptObjectException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    byte[] encode(Versions versions) throws IOException {
        return PayloadFile.encode(codec().encoder(versions).orElseThrow(), versions);
    }

    byte[] decode(Versions versions, byte[] payload) throws IOException {
        return file.decode(codec(), payload, versions);
    }
}
