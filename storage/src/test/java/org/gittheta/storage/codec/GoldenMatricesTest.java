// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.gittheta.storage.digest.Sha256Digest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class GoldenMatricesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/matrices-1/payloads.csv", numLinesToSkip = 1)
    void decodesWhatItOnceWrote(String name, String codec, String dtype, String baseType, int size, String sha256)
            throws IOException {
        PayloadFile file = new PayloadFile(folder.resolve("payload"));
        try (InputStream payload = getClass().getResourceAsStream("/golden/matrices-1/" + name + ".payload");
                InputStream base = getClass().getResourceAsStream("/golden/matrices-1/" + name + ".base")) {
            Versions versions = Versions.of(dtype, new byte[size], baseType, base.readAllBytes());
            DeltaCodec found = Codecs.installed().delta(codec);
            assertThat(Sha256Digest.of(file.decode(found, payload.readAllBytes(), versions)))
                    .hasToString(sha256);
        }
    }
}
