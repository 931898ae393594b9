// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says of what kind a change is: of few rows, of low rank, nothing but rounding. */
class ChangeKindsTest {
    private static final int ROWS = 96;
    private static final int COLUMNS = 80;

    @TempDir
    private Path folder;

    private final float[] weights = new float[ROWS * COLUMNS];

    @BeforeEach
    void setUp() {
        Random random = new Random(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
    }

    private static byte[] matrix(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return new CheckpointFiles()
                .tensor("w", "F32", new long[] {ROWS, COLUMNS}, bytes.array())
                .bytes();
    }

    private PairStatistics between(byte[] before, byte[] after) throws IOException {
        try (Workbench bench = new Workbench(folder);
                Workers workers = new Workers(2)) {
            Stub old = bench.stubOf(before);
            Stub now = bench.stubOf(after);
            return new StubDiffer(new FileObjectStore(folder.resolve("lfs")), Codecs.installed(), workers)
                    .statistics(old, now, Pairing.between(old, now).get(0))
                    .orElseThrow();
        }
    }

    private float[] withUpdate(int rank, double size) {
        Random random = new Random(rank);
        float[] updated = weights.clone();
        for (int r = 0; r < rank; r++) {
            double[] left = random.doubles(ROWS, -size, size).toArray();
            double[] right = random.doubles(COLUMNS, -1, 1).toArray();
            for (int i = 0; i < updated.length; i++) {
                updated[i] += (float) (left[i / COLUMNS] * right[i % COLUMNS]);
            }
        }
        return updated;
    }

    @Test
    void namesTheRankOfAMergedAdapter() throws IOException {
        for (int rank : new int[] {1, 8, 20}) {
            assertThat(between(matrix(weights), matrix(withUpdate(rank, 0.01))).rank())
                    .hasValue(rank);
        }
    }

    @Test
    void namesNoRankThatIsNotSmallOrNotAboveRounding() throws IOException {
        assertThat(between(matrix(weights), matrix(withUpdate(21, 0.01))).rank())
                .isEmpty();
        assertThat(between(matrix(weights), matrix(withUpdate(3, 1e-7))).rank()).isEmpty();
        float[] infinite = withUpdate(2, 0.01);
        infinite[77] = Float.POSITIVE_INFINITY;
        assertThat(between(matrix(weights), matrix(infinite)).rank()).isEmpty();
    }

    /** No sample is likely to hold one row of many: only the pass over all rows finds it. */
    @Test
    void seesTheOneRowThatIsOfNoLowRank() throws IOException {
        float[] updated = withUpdate(2, 0.01);
        for (int row = 0; row < ROWS; row++) {
            float[] odd = updated.clone();
            odd[row * COLUMNS + 5] += 0.5f;
            assertThat(between(matrix(weights), matrix(odd)).rank()).hasValue(3);
            row += 12;
        }
    }

    @Test
    void countsRowsThatChanged() throws IOException {
        float[] edited = weights.clone();
        for (int i : new int[] {0, 1, COLUMNS, 50 * COLUMNS - 1, weights.length - 1}) {
            edited[i]++;
        }
        PairStatistics numbers = between(matrix(weights), matrix(edited));
        assertThat(numbers.rows()).isEqualTo(ROWS);
        assertThat(numbers.changedRows()).isEqualTo(4);
        assertThat(numbers.rank()).isEmpty();
    }

    @Test
    void countsARowOnceThatLiesInSeveralBlocks() throws IOException {
        byte[] zeros = new byte[3 << 20];
        byte[] edited = zeros.clone();
        edited[0] = 1;
        edited[2 << 20] = 1;
        long[] shape = {2, 3 << 19};
        PairStatistics numbers = between(
                new CheckpointFiles().tensor("w", "U8", shape, zeros).bytes(),
                new CheckpointFiles().tensor("w", "U8", shape, edited).bytes());
        assertThat(numbers.changedRows()).isEqualTo(2);
        assertThat(numbers.changed()).isEqualTo(2);
        edited[2 << 20] = 0;
        edited[(3 << 19) - 1] = 1;
        assertThat(between(
                                new CheckpointFiles()
                                        .tensor("w", "U8", shape, zeros)
                                        .bytes(),
                                new CheckpointFiles()
                                        .tensor("w", "U8", shape, edited)
                                        .bytes())
                        .changedRows())
                .isEqualTo(1);
    }

    @Test
    void recognisesRounding() throws IOException {
        byte[] wide = new CheckpointFiles()
                .tensor("w", "F32", 4, floats(1, 1.001f, -3.39e38f, Float.NaN, 0x1.010002p0f))
                .bytes();
        byte[] nearest = bf16(0x3F80, 0x3F80, 0xFF7F, 0x7FC0, 0x3F81);
        byte[] cut = bf16(0x3F80, 0x3F80, 0xFF7F, 0x7FC0, 0x3F80);
        assertThat(between(wide, nearest).isRounded()).isTrue();
        assertThat(between(wide, cut).isRounded()).isFalse();
        assertThat(between(nearest, cut).isRounded()).isFalse();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] bf16(int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : bits) {
            bytes.putShort((short) value);
        }
        return new CheckpointFiles().tensor("w", "BF16", 2, bytes.array()).bytes();
    }
}
