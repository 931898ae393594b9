// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Says that a parameter which refers to bases is written as it was, and how that fails. */
class BaseTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private DeltaStubs stubs;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(folder);
        stubs = new DeltaStubs(bench.store());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 400_000, 1 << 20, (3 << 20) + 4, 7 << 20})
    void aParameterIsWrittenFromItsBase(int size) throws IOException {
        Version base = dense("F32", CheckpointFiles.noise(1, size));
        assertIsWritten(on(base, "F32", nudged(base.bytes(), 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, (4 << 20) + 8})
    void aParameterIsWrittenThroughThreeBases(int size) throws IOException {
        Version version = dense("F32", CheckpointFiles.noise(2, size));
        for (int i = 0; i < 3; i++) {
            version = on(version, "F32", nudged(version.bytes(), i));
            assertIsWritten(version);
        }
        assertThat(version.entry().encoding().allSlices()).hasSize(4);
    }

    /** The base's blocks are then of another length than those that its delta asks for. */
    @ParameterizedTest
    @CsvSource({"F32, BF16", "BF16, F32", "F64, F16", "F16, F64"})
    void aParameterIsWrittenFromABaseOfAnotherType(String dtype, String baseType) throws IOException {
        Version base = dense(baseType, CheckpointFiles.noise(3, 5 << 20));
        Version middle = on(base, dtype, CheckpointFiles.noise(4, (3 << 20) + 8));
        assertIsWritten(middle);
        assertIsWritten(on(middle, baseType, CheckpointFiles.noise(5, (4 << 20) + 8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, (1 << 20) + 4, 6 << 20})
    void aBaseMayHaveAnotherLength(int baseSize) throws IOException {
        Version base = dense("F32", CheckpointFiles.noise(6, baseSize));
        assertIsWritten(on(base, "F32", nudged(Arrays.copyOf(base.bytes(), (3 << 20) + 4), 1)));
    }

    @Test
    void aMissingBaseIsNamedBeforeAnythingIsWritten() throws IOException {
        Version base = dense("F32", CheckpointFiles.noise(7, 2 << 20));
        Version version = on(base, "F32", nudged(base.bytes(), 1));
        Slice slice = base.entry().encoding().slices().get(0);
        for (Path path : bench.filesOf(slice)) {
            Files.delete(path);
        }
        assertThatExceptionOfType(MissingObjectsException.class)
                .isThrownBy(() -> bench.write(version.stub()))
                .withMessageContaining("object " + slice.oid())
                .withMessageContaining("weight")
                .withMessageContaining("is missing");
    }

    @Test
    void aDamagedBaseIsCorrupt() throws IOException {
        Version base = dense("F32", CheckpointFiles.noise(8, 2 << 20));
        Version version = on(base, "F32", nudged(base.bytes(), 1));
        Path path = bench.filesOf(base.entry().encoding().slices().get(0)).get(0);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> bench.write(version.stub()))
                .withMessageContaining("weight");
    }

    @Test
    void sixtyFourBasesAreFollowedAndNoMore() throws IOException {
        Version version = dense("F32", CheckpointFiles.noise(9, 4000));
        for (int i = 0; i < 64; i++) {
            version = on(version, "F32", nudged(version.bytes(), i));
        }
        assertIsWritten(version);

        Stub tooMany = on(version, "F32", nudged(version.bytes(), 64)).stub();
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> bench.write(tooMany))
                .withMessage("a parameter has more than 64 bases");
    }

    @Test
    void aDeltaWithoutABaseIsCorrupt() throws IOException {
        Version base = dense("F32", CheckpointFiles.noise(10, 4000));
        Version version = on(base, "F32", nudged(base.bytes(), 1));
        Encoding delta = version.entry().encoding();
        Stub orphan = DeltaStubs.with(version.stub(), new Encoding(delta.codec(), delta.slices()));
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> bench.write(orphan))
                .withMessage("the codec \"delta\" needs a base");
    }

    private void assertIsWritten(Version version) throws IOException {
        Stub read = StubFormat.read(StubFormat.write(version.stub()));
        assertThat(read).isEqualTo(version.stub());
        assertThat(Arrays.equals(bench.write(read), version.file())).isTrue();
    }

    private Version dense(String dtype, byte[] bytes) throws IOException {
        byte[] file = new CheckpointFiles()
                .tensor("weight", dtype, new DType(dtype).planeWidth(), bytes)
                .bytes();
        return new Version(bench.stubOf(file), bytes, file);
    }

    private Version on(Version base, String dtype, byte[] bytes) throws IOException {
        Version dense = dense(dtype, bytes);
        return new Version(stubs.on(base.entry(), base.bytes(), dense.stub(), bytes), bytes, dense.file());
    }

    /** Holds a parameter, the file with it, and the stub of that. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Version(Stub stub, byte[] bytes, byte[] file) {
        ParameterEntry entry() {
            return stub.parameters().get(0);
        }
    }

    private static byte[] nudged(byte[] bytes, int seed) {
        byte[] nudged = bytes.clone();
        for (int at = seed % 4; at < nudged.length; at += 44) {
            nudged[at] ^= (byte) (1 + seed);
        }
        return nudged;
    }
}
