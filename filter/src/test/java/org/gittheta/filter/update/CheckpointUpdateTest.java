// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.format.Fixture;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates a model of a matrix {@code a.w} of two rows and three columns, 0 to 5, and another parameter. */
class CheckpointUpdateTest {
    private static final long[] MATRIX = {2, 3};

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({"/", "."})
    void sparseAddsToElementsOfTheFlattenedParameter(String separator) throws IOException {
        CheckpointFiles update = new CheckpointFiles()
                .tensor("a.w" + separator + "data", "F32", new long[] {3}, floats(0.5f, 10, 100))
                .tensor("a.w" + separator + "indices", "I32", new long[] {3}, ints(5, 1, 5))
                .tensor("a.w" + separator + "indptr", "I32", new long[] {2}, ints(0, 3))
                .tensor("a.w" + separator + "shape", "I32", new long[] {2}, ints(2, 3));

        assertThat(updated("sparse", update)).containsExactly(0, 11, 2, 3, 4, 105.5f);
    }

    @Test
    void sparseTakesTheRowsOfAMatrix() throws IOException {
        CheckpointFiles update = new CheckpointFiles()
                .tensor("a/w/data", "F32", new long[] {2}, floats(10, 100))
                .tensor("a/w/indices", "I32", new long[] {2}, ints(2, 0))
                .tensor("a/w/indptr", "I32", new long[] {3}, ints(0, 1, 2))
                .tensor("a/w/shape", "I32", new long[] {2}, ints(2, 3));

        assertThat(updated("sparse", update)).containsExactly(0, 1, 12, 103, 4, 5);
    }

    @Test
    void lowRankAddsAProduct() throws IOException {
        CheckpointFiles update = new CheckpointFiles()
                .tensor("a.w/R", "F32", new long[] {2, 2}, floats(1, 2, 3, 4))
                .tensor("a.w/C", "F32", new long[] {2, 3}, floats(1, 0, 10, 0, 1, 100));

        assertThat(updated("low-rank", update)).containsExactly(1, 3, 212, 6, 8, 435);
    }

    @Test
    void ia3MultipliesRowsOrColumns() throws IOException {
        assertThat(updated("ia3", new CheckpointFiles().tensor("a.w/ia3", "F32", new long[] {3}, floats(1, 2, -1))))
                .containsExactly(0, 2, -2, 3, 8, -5);
        assertThat(updated("ia3", new CheckpointFiles().tensor("a.w/ia3", "F32", new long[] {2, 1}, floats(1, 0.5f))))
                .containsExactly(0, 1, 2, 1.5f, 2, 2.5f);
    }

    @Test
    void denseReplaces() throws IOException {
        assertThat(updated(
                        "dense", new CheckpointFiles().tensor("a.w", "F32", MATRIX, floats(9, 8, 7, 6, 5, Float.NaN))))
                .containsExactly(9, 8, 7, 6, 5, Float.NaN);
    }

    @Test
    void aSumIsRoundedOnceToTheNearestBFloat16() throws IOException {
        // 1 and 2^-8, half of the last place of 1: a tie, which goes to the even one; a little more goes up.
        Stub stub = bench.stubOf(new CheckpointFiles()
                .tensor("w", "BF16", new long[] {2, 1}, new byte[] {(byte) 0x80, 0x3F, (byte) 0x80, 0x3F})
                .bytes());
        byte[] update = new CheckpointFiles()
                .tensor("w/R", "F32", new long[] {2, 1}, floats(0x1p-8f, 0x1.01p-8f))
                .tensor("w/C", "F32", new long[] {1, 1}, floats(1))
                .bytes();

        byte[] file = bench.write(bench.update(stub, "low-rank", update));

        assertThat(Arrays.copyOfRange(file, file.length - 4, file.length))
                .containsExactly((byte) 0x80, 0x3F, (byte) 0x81, 0x3F);
    }

    @ParameterizedTest
    @CsvSource({"low-rank, low-rank", "ia3, rescale", "sparse, delta"})
    void anUpdateIsStoredAsOne(String type, String codec) throws IOException {
        Random random = new Random(1);
        int rows = 512;
        byte[] weights = gaussian(random, rows * rows, 0.02f);
        Stub stub = bench.stubOf(new CheckpointFiles()
                .tensor("w", "F32", new long[] {rows, rows}, weights)
                .bytes());
        CheckpointFiles update = new CheckpointFiles();
        switch (type) {
            case "low-rank" ->
                update.tensor("w/R", "F32", new long[] {rows, 4}, gaussian(random, 4 * rows, 0.02f))
                        .tensor("w/C", "F32", new long[] {4, rows}, gaussian(random, 4 * rows, 0.02f));
            case "ia3" -> update.tensor("w/ia3", "F32", new long[] {rows}, gaussian(random, rows, 1));
            default ->
                update.tensor("w/data", "F32", new long[] {3}, floats(1, 2, 3))
                        .tensor("w/indices", "I32", new long[] {3}, ints(5, 5000, 50_000))
                        .tensor("w/indptr", "I32", new long[] {2}, ints(0, 3))
                        .tensor("w/shape", "I32", new long[] {2}, ints(rows, rows));
        }

        Stub updated = bench.update(stub, type, update.bytes());

        ParameterEntry entry = updated.parameters().get(0);
        assertThat(entry.encoding().codec()).isEqualTo(codec);
        assertThat(entry.encoding().payloadSize()).isLessThan(entry.size() / 10);
        assertThat(bench.stubOf(bench.write(updated))).isEqualTo(updated);
    }

    @Test
    void viewsOfAnUpdatedParameterFollow() throws IOException {
        Stub stub = bench.stubOf(new Fixture("odd.pt").bytes());
        ParameterEntry target = stub.parameters().stream()
                .filter(entry -> !entry.isStorage() && entry.dtype().name().equals("F32"))
                .findFirst()
                .orElseThrow();
        byte[] update = new CheckpointFiles()
                .tensor(target.name().text() + "/ia3", "F32", new long[] {1}, floats(2))
                .bytes();

        byte[] file = bench.write(bench.update(stub, "ia3", update));

        assertThat(bench.stubOf(file).frame().sha256()).isEqualTo(stub.frame().sha256());
    }

    @ParameterizedTest
    @CsvSource({
        "none, low-rank, R, 'the checkpoint has no parameter none'",
        "a.w, low-rank, R, 'the update file has no a.w/C'",
        "a.w, low-rank, Q, 'a.w/Q of the update file does not end with /C or /R'",
        "a.w, ia3, ia3, 'cannot be stretched'",
        "a.w, nonsense, R, 'there are dense, ia3, low-rank, sparse'"
    })
    void whatDoesNotFitIsRefused(String name, String type, String key, String sentence) throws IOException {
        Stub stub = model();
        CheckpointFiles update =
                new CheckpointFiles().tensor(name + "/" + key, "F32", new long[] {4}, floats(1, 2, 3, 4));
        if (name.equals("none")) {
            update.tensor("none/C", "F32", new long[] {1}, floats(1));
        }

        assertThatExceptionOfType(UpdateException.class)
                .isThrownBy(() -> bench.update(stub, type, update.bytes()))
                .withMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 6", "0, 1, 9", "1, 2, 3", "0, 2, -1"})
    void indicesOutsideOfTheParameterAreRefused(int begin, int end, int index) throws IOException {
        Stub stub = model();
        byte[] update = new CheckpointFiles()
                .tensor("a.w/data", "F32", new long[] {2}, floats(1, 2))
                .tensor("a.w/indices", "I32", new long[] {2}, ints(index, 0))
                .tensor("a.w/indptr", "I32", new long[] {2}, ints(begin, end))
                .tensor("a.w/shape", "I32", new long[] {2}, ints(2, 3))
                .bytes();

        assertThatExceptionOfType(UpdateException.class).isThrownBy(() -> bench.update(stub, "sparse", update));
    }

    private Stub model() throws IOException {
        return bench.stubOf(new CheckpointFiles()
                .tensor("a.w", "F32", MATRIX, floats(0, 1, 2, 3, 4, 5))
                .tensor("b", "I32", new long[] {1}, ints(7))
                .bytes());
    }

    /** Returns the matrix after an update; what else the file holds is what it was. */
    private float[] updated(String type, CheckpointFiles update) throws IOException {
        Stub before = model();
        Stub after = bench.update(before, type, update.bytes());
        assertThat(after.frame()).isEqualTo(before.frame());
        assertThat(after.tensor(new ParameterName("b"))).isEqualTo(before.tensor(new ParameterName("b")));
        byte[] file = bench.write(after);
        float[] matrix = new float[6];
        ByteBuffer.wrap(file, file.length - 28, 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(matrix);
        return matrix;
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    private static byte[] gaussian(Random random, int count, float deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return floats(values);
    }
}
