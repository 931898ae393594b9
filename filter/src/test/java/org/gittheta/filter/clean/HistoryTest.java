// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says how versions of a checkpoint are stored one after the other. */
class HistoryTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void ofSixtyVersionsEachIsRebuiltWithFewBasesAndLittleReading() throws IOException {
        float[] small = normal(1, 10_000);
        float[] large = normal(2, 270_000);
        List<byte[]> files = new ArrayList<>();
        List<Stub> stubs = new ArrayList<>();
        for (int version = 0; version < 60; version++) {
            byte[] file = file(small, large);
            files.add(file);
            stubs.add(bench.stubOf(file));
            bench.commit(stubs.get(version));
            small = nudged(version, small);
            large = nudged(version, large);
        }

        for (int version : new int[] {0, 1, 30, 59}) {
            assertThat(Arrays.equals(bench.write(stubs.get(version)), files.get(version)))
                    .as("version %d", version)
                    .isTrue();
        }
        long read = 0;
        long raw = 0;
        for (Stub stub : stubs) {
            for (ParameterEntry parameter : stub.parameters()) {
                assertThat(parameter.encoding().depth()).isLessThanOrEqualTo(4);
                read = parameter.encoding().allSlices().stream()
                        .mapToLong(Slice::length)
                        .sum();
                assertThat(read).isLessThan(parameter.size() * 5 / 2);
                raw += parameter.size();
            }
        }
        assertThat(stored(stubs)).isLessThan(raw * 7 / 10);
    }

    @Test
    void theBasesOfAParameterAreObjectsOfItsStub() throws IOException {
        float[] values = normal(3, 300_000);
        Stub first = bench.stubOf(file(values, values));
        bench.commit(first);
        Stub second = bench.stubOf(file(values, nudged(1, values)));

        ParameterEntry weight = weight(second);
        assertThat(weight.encoding().codec()).isEqualTo("delta");
        assertThat(weight.encoding().base().map(Encoding.Base::sha256))
                .contains(weight(first).sha256());
        assertThat(second.objects()).containsAll(objects(weight(first)));
    }

    @Test
    void theSameBytesKeepTheirEncodingWhateverBaseThereIsNow() throws IOException {
        float[] values = normal(4, 300_000);
        byte[] first = file(values, values);
        byte[] second = file(values, nudged(1, values));
        Stub dense = bench.stubOf(second);
        bench.commit(bench.stubOf(first));
        assertThat(bench.stubOf(second)).isEqualTo(dense);
    }

    @Test
    void whatResemblesNothingIsStoredWithoutABase() throws IOException {
        float[] values = normal(5, 300_000);
        bench.commit(bench.stubOf(file(values, values)));
        Stub stub = bench.stubOf(file(values, normal(6, 300_000)));
        assertThat(weight(stub).encoding().base()).isEmpty();
    }

    /** Differences from bytes that are not what the stub says would be worth nothing on another machine. */
    @Test
    void aDamagedBaseIsNotUsed() throws IOException {
        float[] values = normal(7, 900_000);
        Stub first = bench.stubOf(file(values, values));
        bench.commit(first);
        Path path = bench.filesOf(weight(first).encoding().slices().get(0)).get(0);
        byte[] bytes = Files.readAllBytes(path);
        bytes[2_000_000] ^= 1; // in a plane that is stored as it is
        Files.write(path, bytes);
        byte[] file = file(normal(8, 10), nudged(1, values));
        Stub second = bench.stubOf(file);
        assertThat(weight(second).encoding().base()).isEmpty();
        assertThat(Arrays.equals(bench.write(second), file)).isTrue();
    }

    /** What a model keeps beside it, such as the data files of ONNX and TensorFlow, has no structure of its own. */
    @ParameterizedTest
    @CsvSource({"5, 0", "5, 2", "5, 3", "60, 0", "60, 30", "60, 58"})
    void aTensorEditedInAFileWithoutStructureCostsThatTensor(int size, int at) throws IOException {
        byte[] file = CheckpointFiles.noise(9, (size << 20) + 5);
        bench.commit(bench.stubOf(file));
        System.arraycopy(CheckpointFiles.noise(10, 3 << 19), 0, file, at << 20, 3 << 19);
        Stub stub = bench.stubOf(file);

        ParameterEntry content = stub.parameters().get(0);
        assertThat(content.encoding().base()).isPresent();
        assertThat(content.encoding().payloadSize()).isBetween(3L << 19, (3L << 19) + 2000);
        assertThat(Arrays.equals(bench.write(stub), file)).isTrue();
        assertThat(bench.temporaries()).isZero();
    }

    private static ParameterEntry weight(Stub stub) {
        return stub.parameters().stream()
                .filter(parameter -> parameter.name().text().equals("weight"))
                .findFirst()
                .orElseThrow();
    }

    private static List<StoredObject> objects(ParameterEntry parameter) {
        return parameter.encoding().allSlices().stream().map(Slice::object).toList();
    }

    private static long stored(List<Stub> stubs) {
        return stubs.stream()
                .flatMap(stub -> stub.slices().stream())
                .distinct()
                .mapToLong(Slice::length)
                .sum();
    }

    private static byte[] file(float[] small, float[] large) {
        return new CheckpointFiles()
                .tensor("bias", "F32", 4, bytes(small))
                .tensor("weight", "F32", 4, bytes(large))
                .bytes();
    }

    private static float[] normal(int seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        return values;
    }

    private static float[] nudged(int seed, float[] values) {
        Random random = new Random(seed);
        float[] nudged = values.clone();
        for (int i = 0; i < nudged.length; i++) {
            nudged[i] += (float) (3e-6 * random.nextGaussian());
        }
        return nudged;
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
