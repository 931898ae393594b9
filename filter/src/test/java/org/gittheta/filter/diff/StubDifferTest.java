// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.diff.ParameterChange.Kind;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares stored checkpoints. */
class StubDifferTest {
    @TempDir
    private Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    private PairStatistics only(byte[] before, byte[] after) throws IOException {
        try (Workbench bench = new Workbench(folder);
                Workers workers = new Workers(2)) {
            Stub old = bench.stubOf(before);
            Stub now = bench.stubOf(after);
            List<ParameterChange> changes = Pairing.between(old, now);
            assertThat(changes).hasSize(1);
            return new StubDiffer(new FileObjectStore(folder.resolve("lfs")), Codecs.installed(), workers)
                    .statistics(old, now, changes.get(0))
                    .orElseThrow();
        }
    }

    private static byte[] w(byte[] values) {
        return new CheckpointFiles().tensor("w", "F32", 4, values).bytes();
    }

    @Test
    void saysByHowMuchAParameterChanged() throws IOException {
        PairStatistics numbers = only(w(floats(3, 4, 0, 0)), w(floats(3, 4, 0, 5)));
        assertThat(numbers.elements()).isEqualTo(4);
        assertThat(numbers.changed()).isEqualTo(1);
        assertThat(numbers.relativeL2()).isEqualTo(1);
        assertThat(numbers.maxAbs()).isEqualTo(5);
        assertThat(numbers.cosine()).isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(numbers.before().mean()).isEqualTo(1.75);
        assertThat(numbers.after().std()).isCloseTo(Math.sqrt(3.5), within(1e-15));
    }

    @Test
    void countsNewNansAndInfinitiesAndLeavesThemOutOfTheRest() throws IOException {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        PairStatistics numbers = only(w(floats(1, 2, nan, 2, 0)), w(floats(1, nan, nan, -inf, 1)));
        assertThat(numbers.newNan()).isEqualTo(1);
        assertThat(numbers.newInfinite()).isEqualTo(1);
        assertThat(numbers.changed()).isEqualTo(3);
        assertThat(numbers.deltaNorm()).isEqualTo(1);
        assertThat(numbers.normBefore()).isEqualTo(1);
        assertThat(numbers.before().finite()).isEqualTo(4);
        assertThat(numbers.after().mean()).isEqualTo(1);
    }

    @Test
    void keepsADeviationThatIsTinyBesideTheMean() throws IOException {
        double[] values = new double[300_000];
        double[] others = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1e9 + i % 2;
            others[i] = values[i] + (i == 299_999 ? 1 : 0);
        }
        PairStatistics numbers = only(
                new CheckpointFiles().tensor("w", "F64", 8, doubles(values)).bytes(),
                new CheckpointFiles().tensor("w", "F64", 8, doubles(others)).bytes());
        assertThat(numbers.before().std()).isCloseTo(0.5, within(1e-12));
        assertThat(numbers.before().mean()).isEqualTo(1e9 + 0.5);
        assertThat(numbers.changed()).isEqualTo(1);
        assertThat(numbers.deltaNorm()).isEqualTo(1);
    }

    @Test
    void comparesValuesWhereTheTypeChanged() throws IOException {
        byte[] wide = w(floats(1, 2, 3));
        byte[] narrow = new CheckpointFiles()
                .tensor("w", "BF16", 2, new byte[] {(byte) 0x80, 0x3F, 0x00, 0x40, 0x00, 0x40})
                .bytes();
        PairStatistics numbers = only(wide, narrow);
        assertThat(numbers.changed()).isEqualTo(1);
        assertThat(numbers.maxAbs()).isEqualTo(1);
    }

    @Test
    void tellsRenamedFromAddedAndRemoved() throws IOException {
        CheckpointFiles before = new CheckpointFiles()
                .tensor("gone", "F32", 4, floats(9))
                .tensor("old.a.bias", "F32", 4, floats(0, 0))
                .tensor("old.b.bias", "F32", 4, floats(0, 0));
        CheckpointFiles after = new CheckpointFiles()
                .tensor("came", "F32", 4, floats(8))
                .tensor("new.b.bias", "F32", 4, floats(0, 0))
                .tensor("new.a.bias", "F32", 4, floats(0, 0));
        try (Workbench bench = new Workbench(folder)) {
            List<ParameterChange> changes = Pairing.between(bench.stubOf(before.bytes()), bench.stubOf(after.bytes()));
            assertThat(changes)
                    .extracting(ParameterChange::kind)
                    .containsExactly(Kind.ADDED, Kind.REMOVED, Kind.RENAMED, Kind.RENAMED);
            assertThat(changes.get(2).before().orElseThrow().name().text()).isEqualTo("old.a.bias");
            assertThat(changes.get(3).before().orElseThrow().name().text()).isEqualTo("old.b.bias");
        }
    }
}
