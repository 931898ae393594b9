// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RescaleCodecTest extends DeltaCodecContract {
    private final DeltaCodec codec = new RescaleCodec();

    @Override
    protected DeltaCodec codec() {
        return codec;
    }

    @Override
    protected Versions sample(String dtype, int bytes) {
        return Matrices.changed(dtype, bytes, 16, (row, column) -> was -> was * (float) (1 + 0.01 * column));
    }

    @ParameterizedTest
    @CsvSource({"F32, true", "F32, false", "BF16, true", "BF16, false"})
    void scaledColumnsOrRowsTakeTheirFactorsOnly(String dtype, boolean isOfColumns) throws IOException {
        Versions versions = Matrices.changed(
                dtype,
                1 << 20,
                512,
                (row, column) -> was -> was * (float) (1 + 0.01 * Math.sin(isOfColumns ? column : row)));
        byte[] payload = encode(versions);
        assertThat(payload.length).isLessThan(versions.raw().length / 50);
        assertThat(Arrays.equals(decode(versions, payload), versions.raw())).isTrue();
    }

    @Test
    void otherChangesAreNoRescaling() throws IOException {
        assertThat(codec.encoder(Matrices.lowRank("F32", 1 << 16, 64, 2, 1e-2))).isEmpty();
        Versions versions = Matrices.lowRank("F32", 1 << 16, 64, 2, 1e-2);
        assertThat(codec.encoder(new Versions(
                        versions.dtype(), versions.shape(), versions.base(), versions.dtype(), versions.base())))
                .isEmpty();
    }
}
