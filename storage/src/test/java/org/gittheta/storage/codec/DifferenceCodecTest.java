// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceCodecTest extends DeltaCodecContract {
    private final DeltaCodec codec = new DifferenceCodec(); // one, since it keeps its buffers

    @Override
    protected DeltaCodec codec() {
        return codec;
    }

    @Override
    protected Versions sample(String dtype, int bytes) {
        byte[] base = Samples.floats(dtype, bytes, 0.02);
        return Versions.of(dtype, Samples.nudged(dtype, base, 3e-5), dtype, base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F64",
                "F32",
                "F16",
                "BF16",
                "I64",
                "I32",
                "U8",
                "BOOL",
                "C128",
                "F8_E4M3",
                "F8_E5M2",
                "F4",
                "WHATEVER"
            })
    void bringsBackAnyBytesOfAnyLengthFromAnyBase(String dtype) throws IOException {
        for (int length : new int[] {0, 1, 3, 7, 8, 9, 15, 1001, 20_003}) {
            for (byte[] raw : List.of(Samples.noise(length), Samples.repeats(length), new byte[length])) {
                for (int baseLength : new int[] {0, length / 2, length, length + 9}) {
                    for (byte[] base : List.of(Samples.noise(baseLength), Arrays.copyOf(raw, baseLength))) {
                        assertComesBack(Versions.of(dtype, raw, dtype, base));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
    void bringsBackAnyBytesThroughAnyCast(String dtype) throws IOException {
        for (String baseType : List.of("F64", "F32", "F16", "BF16")) {
            for (int length : new int[] {0, 1, 7, 8, 1000, 300_003}) {
                assertComesBack(Versions.of(dtype, Samples.noise(length), baseType, Samples.noise(2 * length + 3)));
                assertComesBack(Versions.of(dtype, Samples.repeats(length), baseType, Samples.noise(length / 3)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void bringsBackEveryKindOfFloat(String dtype) throws IOException {
        byte[] raw = Samples.specialFloats(dtype);
        byte[] base = raw.clone();
        int width = new DType(dtype).planeWidth();
        for (int turn = 0; turn < 40; turn++) { // each special value from each other
            base = Samples.rotated(base, width);
            assertComesBack(Versions.of(dtype, raw, dtype, base));
            if (turn % 20 == 1) {
                byte[] many = Samples.repeated(raw, 5000);
                assertComesBack(Versions.of(dtype, many, dtype, Samples.repeated(base, 5000)));
            }
        }
    }

    @Test
    void bringsBackBlocksOfEveryDensityOfChange() throws IOException {
        Random random = new Random(5);
        for (String dtype : List.of("F32", "U8")) {
            int width = new DType(dtype).planeWidth();
            for (double share : new double[] {0.00001, 0.001, 0.05, 0.1, 0.4, 1}) {
                byte[] base = Samples.floats(dtype, (1 << 18) + 4096, 0.02);
                byte[] raw = base.clone();
                for (int i = 0; i < raw.length / width; i++) {
                    if (random.nextDouble() < share) {
                        raw[i * width] += (byte) (1 + random.nextInt(3));
                    }
                }
                byte[] payload = assertComesBack(Versions.of(dtype, raw, dtype, base));
                if (share <= 0.1) {
                    assertThat((double) payload.length / raw.length)
                            .isLessThan((0.02 + 1.7 * share) * 4 / width + 0.05);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/delta-1/payloads.csv", numLinesToSkip = 1)
    void decodesWhatItOnceWrote(String name, String dtype, String baseType, int size, String sha256)
            throws IOException {
        assertDecodes("/golden/delta-1/" + name, dtype, baseType, size, sha256);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/delta-2/payloads.csv", numLinesToSkip = 1)
    void decodesWhatItWrites(String name, String dtype, String baseType, int size, String sha256) throws IOException {
        assertDecodes("/golden/delta-2/" + name, dtype, baseType, size, sha256);
    }

    private void assertDecodes(String name, String dtype, String baseType, int size, String sha256) throws IOException {
        try (InputStream payload = getClass().getResourceAsStream(name + ".payload");
                InputStream base = getClass().getResourceAsStream(name + ".base")) {
            Versions versions = Versions.of(dtype, new byte[size], baseType, base.readAllBytes());
            assertThat(Sha256Digest.of(decode(versions, payload.readAllBytes())))
                    .hasToString(sha256);
        }
    }

    @Test
    void anUnchangedBlockIsAByte() throws IOException {
        byte[] raw = Samples.bf16(3 << 19);
        assertThat(encode(Versions.of("BF16", raw, "BF16", raw))).hasSize(8 + 3);
    }

    @Test
    void aCastIsNothing() throws IOException {
        byte[] f32 = Samples.floats("F32", 1 << 20, 0.02);
        ByteBuffer in = ByteBuffer.wrap(f32).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(1 << 19).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int bits = in.getInt();
            out.putShort((short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16));
        }
        byte[] bf16 = out.array();
        assertThat(encode(Versions.of("BF16", bf16, "F32", f32))).hasSize(8 + 1);
        ByteBuffer back = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 18; i++) {
            back.putInt(
                    4 * i, ByteBuffer.wrap(bf16).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * i) << 16);
        }
        assertThat(encode(Versions.of("F32", back.array(), "BF16", bf16))).hasSize(8 + 1);
    }

    @Test
    void aFineTuneTakesLittleMoreThanItsChangesAre() throws IOException {
        assertThat(ratio(sample("F32", 1 << 20))).isLessThan(0.56);
        assertThat(ratio(sample("BF16", 1 << 20))).isLessThan(0.10);
    }

    @Test
    void whatHasNothingInCommonCostsAsMuchAsWithoutABase() throws IOException {
        byte[] raw = Samples.bf16(1 << 19);
        int dense = PayloadFile.encode(new PlanesCodec(), new DType("BF16"), raw).length;
        assertThat(encode(Versions.of("BF16", raw, "BF16", Samples.noise(1 << 20))).length)
                .isLessThan(dense + dense / 100);
        byte[] floats = Samples.f32(1 << 18);
        int planes = PayloadFile.encode(new PlanesCodec(), new DType("F32"), floats).length;
        assertThat(encode(Versions.of("F32", floats, "F32", Samples.noise(1 << 20))).length)
                .isLessThan(planes + planes / 100);
        assertThat(encode(Versions.of("F32", Samples.noise(1 << 20), "F32", Samples.noise(1 << 19))).length)
                .isLessThan((1 << 20) + 100);
    }

    private byte[] assertComesBack(Versions versions) throws IOException {
        byte[] payload = encode(versions);
        assertThat(Arrays.equals(decode(versions, payload), versions.raw()))
                .as(
                        "%s bytes of %s from %s of %s",
                        versions.size(), versions.dtype(), versions.baseSize(), versions.baseType())
                .isTrue();
        return payload;
    }

    private double ratio(Versions versions) throws IOException {
        return (double) encode(versions).length / versions.raw().length;
    }
}
