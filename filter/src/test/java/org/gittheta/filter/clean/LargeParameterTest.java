// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Says how a matrix is stored that is larger than what is held in memory, and what the file it comes from is good for. */
class LargeParameterTest {
    /** Half of them hold 2 MiB, which is less than the matrix. */
    private static final int BLOCKS = 4;

    private static final int COLUMNS = 256;
    private static final int ROWS = 2600;
    private static final int SIZE = 4 * ROWS * COLUMNS;
    private static final float[] BASE = normal(1, ROWS * COLUMNS);

    @TempDir
    Path folder;

    private Workbench bench;
    private Path file;

    @BeforeEach
    void storeTheBase() throws IOException {
        bench = new Workbench(folder, BLOCKS);
        bench.commit(bench.stubOf(checkpoint(BASE)));
        file = folder.resolve("model.safetensors");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMergedAdapterIsFoundInTheFileThatIsBeingRead() throws IOException {
        ParameterEntry weight = stored(merged());
        assertThat(weight.encoding().codec()).isEqualTo("low-rank");
        assertThat(weight.encoding().payloadSize()).isLessThan(weight.size() / 10);
    }

    @Test
    void scaledRowsAreFoundInTheFileThatIsBeingRead() throws IOException {
        float[] scaled = BASE.clone();
        for (int i = 0; i < scaled.length; i++) {
            int row = i / COLUMNS;
            scaled[i] *= 1 + 0.1f * (float) Math.sin(row);
        }
        ParameterEntry weight = stored(scaled);
        assertThat(weight.encoding().codec()).isEqualTo("rescale");
        assertThat(weight.encoding().payloadSize()).isLessThan(weight.size() / 50);
    }

    /** The first block alone would look like a matrix that did not change, and then like an ordinary one. */
    @Test
    void aMergedAdapterIsFoundAlsoIfTheFirstRowsAreUntouched() throws IOException {
        float[] merged = merged();
        System.arraycopy(BASE, 0, merged, 0, 1100 * COLUMNS);
        assertThat(stored(merged).encoding().codec()).isEqualTo("low-rank");
    }

    @Test
    void aLowRankUpdateIsFoundInWhatItMakesOfTheMatrix() throws IOException {
        byte[] update = new CheckpointFiles()
                .tensor("weight/R", "F32", new long[] {ROWS, 3}, bytes(normal(4, 3 * ROWS)))
                .tensor("weight/C", "F32", new long[] {3, COLUMNS}, bytes(normal(5, 3 * COLUMNS)))
                .bytes();
        Stub updated = bench.update(bench.stubOf(checkpoint(BASE)), "low-rank", update);

        ParameterEntry weight = updated.parameters().get(0);
        assertThat(weight.encoding().codec()).isEqualTo("low-rank");
        assertThat(weight.encoding().payloadSize()).isLessThan(weight.size() / 10);
        assertThat(bench.temporaries()).isZero();
        assertThat(bench.stubOf(bench.write(updated)).parameters().get(0).sha256())
                .isEqualTo(weight.sha256());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 1500})
    void rowsThatAreNewCostThemselvesWhereverTheyAre(int first) throws IOException {
        float[] edited = BASE.clone();
        System.arraycopy(normal(2, 1100 * COLUMNS), 0, edited, first * COLUMNS, 1100 * COLUMNS);
        ParameterEntry weight = stored(edited);
        assertThat(weight.encoding().base()).isPresent();
        assertThat(weight.encoding().payloadSize()).isLessThan(weight.size() * 1100 / ROWS);
    }

    private enum Hint {
        MISSING,
        ANOTHER_FILE,
        THE_SAME_BEGINNING,
        SHORTER,
        LONGER,
        DIRECTORY,
        LINK,
        PIPE
    }

    /** Whatever lies where the file should be: what is stored is what was read. */
    @ParameterizedTest
    @EnumSource
    void whatIsStoredDoesNotDependOnThatFile(Hint hint) throws Exception {
        byte[] bytes = checkpoint(merged());
        byte[] other = checkpoint(normal(3, ROWS * COLUMNS));
        int some = 2 << 20;
        switch (hint) {
            case MISSING -> {}
            case ANOTHER_FILE -> Files.write(file, other);
            case THE_SAME_BEGINNING -> {
                System.arraycopy(bytes, 0, other, 0, some);
                Files.write(file, other);
            }
            case SHORTER -> Files.write(file, Arrays.copyOf(bytes, some));
            case LONGER -> Files.write(file, Arrays.copyOf(bytes, bytes.length + some));
            case DIRECTORY -> Files.createDirectory(file);
            case LINK -> Files.createSymbolicLink(file, Files.write(folder.resolve("elsewhere"), bytes));
            case PIPE ->
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Stub stub = bench.stubOf(bytes, file);
            assertThat(stub.parameters().get(0).encoding().codec().equals("low-rank"))
                    .isEqualTo(hint == Hint.LONGER);
            assertThat(Arrays.equals(bench.write(stub), bytes)).isTrue();
        });
    }

    /** Two reads find out that it is long enough and the same; a few more are the sample, and then come the passes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 10, 1000})
    void aFileThatEndsWhileItIsLookedAtIsGivenUp(int after) throws IOException {
        byte[] file = checkpoint(merged());
        ByteBuffer bytes = ByteBuffer.wrap(file).slice(file.length - SIZE, SIZE);
        Stub dense = bench.stubOf(file, folder);
        bench.forget();
        for (boolean fails : new boolean[] {false, true}) {
            AtomicInteger reads = new AtomicInteger();
            Ahead ahead = (at, into) -> {
                if (reads.incrementAndGet() > after) {
                    return ended(fails);
                }
                int some = Math.min(into.remaining(), SIZE - (int) at);
                into.put(bytes.slice((int) at, some));
                return some;
            };
            ParameterEntry entry = dense.parameters().get(0);
            ParameterStore parameters = bench.parameters();
            ParameterStore.Accepted accepted = parameters.accept(
                    new ByteArrayInputStream(file, file.length - SIZE, SIZE),
                    new LocatedParameter(entry.name(), entry.dtype(), entry.shape(), SIZE),
                    List.of(),
                    ahead);
            StoredParameter stored = Workers.await(accepted.stored());
            bench.store().sync();
            assertThat(stored.sha256()).isEqualTo(entry.sha256());
            assertThat(stored.encoding().codec().equals("low-rank")).isEqualTo(reads.get() <= after);
            assertThat(Arrays.equals(bench.write(DeltaStubs.with(dense, stored.encoding())), file))
                    .isTrue();
        }
    }

    private static int ended(boolean fails) throws IOException {
        if (fails) {
            throw new IOException("no such device");
        }
        return -1;
    }

    private ParameterEntry stored(float[] values) throws IOException {
        byte[] bytes = checkpoint(values);
        Stub stub = bench.stubOf(bytes, Files.write(file, bytes));
        assertThat(Arrays.equals(bench.write(stub), bytes)).isTrue();
        return stub.parameters().get(0);
    }

    private static float[] merged() {
        float[] left = normal(4, 3 * ROWS);
        float[] right = normal(5, 3 * COLUMNS);
        float[] merged = BASE.clone();
        for (int i = 0; i < merged.length; i++) {
            for (int k = 0; k < 3; k++) {
                merged[i] += left[3 * (i / COLUMNS) + k] * right[3 * (i % COLUMNS) + k];
            }
        }
        return merged;
    }

    private static float[] normal(int seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        return values;
    }

    private static byte[] checkpoint(float[] values) {
        return new CheckpointFiles()
                .tensor("weight", "F32", new long[] {ROWS, COLUMNS}, bytes(values))
                .bytes();
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
