// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Where most elements are as they were, a factor of 1 explains nearly all. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-7, 1e-6, 1e-5, 3e-5, 1e-4})
    void aSmallFineTuneIsNoRescaling(double size) throws IOException {
        Random random = new Random(1);
        Versions versions =
                Matrices.changed("BF16", 1 << 18, 256, (row, column) -> was -> was + size * random.nextGaussian());
        assertThat(codec.encoder(versions)).isEmpty();
    }

    @Test
    void aFewScaledRowsAreFound() throws IOException {
        Versions versions =
                Matrices.changed("BF16", 1 << 18, 256, (row, column) -> was -> row % 128 == 0 ? was * 1.5 : was);
        assertThat(encode(versions).length).isLessThan(versions.raw().length / 100);
    }

    @ParameterizedTest
    @CsvSource({"true, 4194304, 1024", "false, 131072, 32768"})
    void aMatrixMayHaveMoreElementsThanAnArray(boolean isOfColumns, int rows, int columns) throws IOException {
        int elements = 1 << 18;
        long last = (long) rows * columns / elements - 1;
        TallMatrix matrix = new TallMatrix(
                Shape.of(rows, columns),
                new long[] {0, last},
                (row, column) -> isOfColumns ? 1 + column % 7 : 1 + row % 11);
        DeltaCodec.Encoder encoder = codec.encoder(matrix).orElseThrow();
        byte[] base = matrix.base();
        byte[] raw = matrix.raw(last);
        byte[] block =
                encoder.encode(last, raw, 0, raw.length, base, base.length).bytes();
        assertThat(block.length).isLessThan(1000);
    }
}
