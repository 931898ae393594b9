// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PlanesCodecTest extends CodecContract {
    @Override
    protected Codec codec() {
        return new PlanesCodec();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/planes-1/payloads.csv", numLinesToSkip = 1)
    void decodesWhatItOnceWrote(String name, int size, String sha256) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/planes-1/" + name)) {
            byte[] raw = new PayloadFile(folder.resolve("golden")).decode(codec(), in.readAllBytes(), size);
            assertThat(Sha256Digest.of(raw)).hasToString(sha256);
        }
    }

    @Test
    void writesTheHeaderThatItsGrammarSays() {
        assertThat(header("BF16")).isEqualTo("0102010000001000");
        assertThat(header("F32")).isEqualTo("0104010000001000");
        assertThat(header("I64")).isEqualTo("0108000000001000");
        assertThat(header("C64")).isEqualTo("0104010000001000");
        assertThat(header("F8_E5M2")).isEqualTo("0101000000001000");
        assertThat(header("WHATEVER")).isEqualTo("0101000000001000");
    }

    private String header(String dtype) {
        return HexFormat.of().formatHex(codec().encoder(new DType(dtype), 1).header());
    }

    @Test
    void shrinksTrainedWeights() {
        assertThat(ratio("BF16", Samples.bf16(1 << 19))).isLessThan(0.68);
        assertThat(ratio("F32", Samples.f32(1 << 18))).isLessThan(0.84);
        assertThat(ratio("I64", Samples.repeats(1 << 20))).isLessThan(0.02);
    }

    @Test
    void storesNoiseAsItIs() {
        assertThat(ratio("F32", Samples.noise(1 << 20))).isBetween(1.0, 1.0001);
    }

    private double ratio(String dtype, byte[] raw) {
        return (double) PayloadFile.encode(codec(), new DType(dtype), raw).length / raw.length;
    }
}
