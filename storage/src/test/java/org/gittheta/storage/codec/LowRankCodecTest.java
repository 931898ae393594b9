// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;

class LowRankCodecTest extends DeltaCodecContract {
    private final DeltaCodec codec = new LowRankCodec();

    @Override
    protected DeltaCodec codec() {
        return codec;
    }

    @Override
    protected Versions sample(String dtype, int bytes) {
        return Matrices.lowRank(dtype, bytes, 16, 2, 0.5);
    }

    @Test
    void aMergedAdapterTakesLittleMoreThanItsFactors() throws IOException {
        Versions versions = Matrices.lowRank("F32", 4 * 384 * 384, 384, 8, 1e-4);
        int factors = 4 * 8 * (384 + 384);
        byte[] payload = encode(versions);
        assertThat(payload.length).isLessThan(2 * factors);
        assertThat(payload.length * 7)
                .isLessThan(PayloadFile.encode(
                                new DifferenceCodec().encoder(versions).orElseThrow(), versions)
                        .length);
        assertThat(Arrays.equals(decode(versions, payload), versions.raw())).isTrue();
    }

    @Test
    void rowsThatFillNoBlockEvenlyComeBack() throws IOException {
        Versions versions = Matrices.lowRank("F32", 3 << 20, 1000, 3, 1e-3);
        byte[] payload = encode(versions);
        assertThat(payload.length).isLessThan(versions.raw().length / 10);
        assertThat(Arrays.equals(decode(versions, payload), versions.raw())).isTrue();
    }

    @Test
    void aFineTuneOfEverythingIsNotLowRank() throws IOException {
        Random random = new Random(1);
        Versions noise =
                Matrices.changed("F32", 1 << 18, 256, (row, column) -> was -> was + 1e-4 * random.nextGaussian());
        assertThat(codec.encoder(noise)).isEmpty();
    }

    @Test
    void whatDidNotChangeOrIsNoMatrixIsNotLowRank() throws IOException {
        Versions versions = Matrices.lowRank("F32", 1 << 16, 64, 2, 1e-2);
        assertThat(codec.encoder(new Versions(
                        versions.dtype(), versions.shape(), versions.base(), versions.dtype(), versions.base())))
                .isEmpty();
        assertThat(codec.encoder(new Versions(
                        versions.dtype(),
                        Shape.of(versions.raw().length / 4),
                        versions.raw(),
                        versions.dtype(),
                        versions.base())))
                .isEmpty();
    }

    /** Some rows that are new are as many as their rank. */
    @Test
    void aFewNewRowsAreNotLowRank() throws IOException {
        Random random = new Random(2);
        Versions rows = Matrices.changed(
                "BF16", 1 << 18, 256, (row, column) -> was -> row % 20 == 0 ? 0.02 * random.nextGaussian() : was);
        assertThat(codec.encoder(rows)).isEmpty();
    }
}
