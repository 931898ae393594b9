// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.gittheta.storage.codec.UnknownCodecException;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says how cleaning and writing fail, and that whoever failed a hundred times still works: a lost block would hang it. */
class FailureTest {
    /** More often than there are blocks. */
    private static final int OFTEN = 120;

    @TempDir
    Path folder;

    private Workbench bench;
    private byte[] file;
    private Stub good;
    private Slice large;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(folder);
        file = RoundTripTest.weights(1)
                .tensor("large", "F32", 4, CheckpointFiles.noise(9, (3 << 20) + 4))
                .bytes();
        good = bench.stubOf(file);
        large = parameter(good, "large").encoding().slices().get(0);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMissingObjectIsNamedBeforeAnythingIsWritten() throws IOException {
        for (Path path : bench.filesOf(large)) {
            Files.delete(path);
        }
        failsOften(MissingObjectsException.class, large.oid().toString(), good);
        bench.clean(file);
        worksStill();
    }

    @Test
    void aFlippedBitIsCorrupt() throws IOException {
        Path path = bench.filesOf(large).get(0);
        byte[] bytes = Files.readAllBytes(path);
        byte[] damaged = bytes.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(path, damaged);
        failsOften(CorruptObjectException.class, "large", good);
        Files.write(path, bytes);
        worksStill();
    }

    @Test
    void aTruncatedObjectIsCorruptAndStoredAgainByCleaning() throws IOException {
        Path path = bench.filesOf(large).get(0);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 2 << 20));
        failsOften(CorruptObjectException.class, large.oid().toString(), good);
        bench.forget();
        assertThat(bench.stubOf(file)).isEqualTo(good);
        worksStill();
    }

    @Test
    void aWrongHashInTheStubIsCorrupt() throws IOException {
        String other = "0".repeat(64);
        failsOften(
                CorruptObjectException.class,
                "large",
                edited(parameter(good, "large").sha256().toString(), other));
        failsOften(
                CorruptObjectException.class,
                "bias",
                edited(parameter(good, "bias").sha256().toString(), other));
        failsOften(
                CorruptObjectException.class,
                "frame",
                edited(good.frame().sha256().toString(), other));
        worksStill();
    }

    @Test
    void aSliceOfOtherBytesIsCorrupt() throws IOException {
        Slice bias = parameter(good, "bias").encoding().slices().get(0);
        Slice shifted = new Slice(bias.oid(), bias.objectSize(), bias.offset() + 1, bias.length());
        failsOften(CorruptObjectException.class, "", edited(bias.toString(), shifted.toString()));
        Slice shorter = new Slice(bias.oid(), bias.objectSize(), bias.offset(), bias.length() - 1);
        failsOften(CorruptObjectException.class, "", edited(bias.toString(), shorter.toString()));
        worksStill();
    }

    @Test
    void anUnknownCodecIsNamedWithThoseThereAre() throws IOException {
        String codec = parameter(good, "large").encoding().codec();
        failsOften(
                UnknownCodecException.class,
                "\"lz99\" here; there are: delta, low-rank, planes, raw, rescale",
                edited(" " + codec + " " + large, " lz99 " + large));
        worksStill();
    }

    @Test
    void aBaseThatTheCodecDoesNotTakeIsCorrupt() throws IOException {
        failsOften(
                CorruptObjectException.class,
                "takes no base",
                edited(large.toString(), large + " < F32 4 " + "0".repeat(64) + " raw"));
        worksStill();
    }

    @Test
    void aSlotWithoutALineIsRefused() throws IOException {
        String line = StubFormat.line(parameter(good, "large"));
        failsOften(StubFormatException.class, "no line for large", edited(line + "\n", ""));
        worksStill();
    }

    @Test
    void aLineOfAnotherSizeIsRefused() throws IOException {
        failsOften(StubFormatException.class, "large has 5 bytes", edited(" 3145732 ", " 5 "));
        worksStill();
    }

    @Test
    void aStoreThatCannotBeWrittenToFailsTheCleanAndNothingElse() throws IOException {
        Path tmp = bench.theta().resolve("tmp");
        Files.delete(tmp);
        Files.createFile(tmp);
        for (int i = 0; i < OFTEN; i++) {
            int seed = i;
            byte[] other = RoundTripTest.weights(1000 + i)
                    .tensor("more", "F32", 4, CheckpointFiles.noise(seed, 1 << 20))
                    .bytes();
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThatIOException().isThrownBy(() -> bench.clean(other)));
        }
        for (int i = 0; i < OFTEN; i++) {
            InputStream opaque = new ByteArrayInputStream(CheckpointFiles.noise(i, (2 << 20) + 1));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatIOException().isThrownBy(() -> bench.clean(opaque, 1 << 30)));
        }
        Files.delete(tmp);
        worksStill();
    }

    @Test
    void anInputThatBreaksFailsTheCleanAndNothingElse() throws IOException {
        int[] lengths = {100, 5000, 300_000, file.length - (3 << 20) + 5, file.length - 1};
        for (int i = 0; i < OFTEN; i++) {
            int length = lengths[i % lengths.length];
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatIOException()
                            .isThrownBy(() -> bench.clean(broken(Arrays.copyOf(file, length)), 1 << 30))
                            .withMessage("broken pipe"));
        }
        for (int i = 0; i < OFTEN; i++) {
            byte[] opaque = CheckpointFiles.noise(1, 1 << 20);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatIOException()
                            .isThrownBy(() -> bench.clean(broken(opaque), 1 << 30))
                            .withMessage("broken pipe"));
        }
        worksStill();
    }

    private static InputStream broken(byte[] beginning) {
        return new SequenceInputStream(new ByteArrayInputStream(beginning), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("broken pipe");
            }
        });
    }

    private void failsOften(Class<? extends Exception> kind, String message, Stub stub) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < OFTEN; i++) {
                assertThatExceptionOfType(kind)
                        .isThrownBy(() -> bench.write(stub))
                        .withMessageContaining(message);
            }
        });
    }

    private void worksStill() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(Arrays.equals(bench.write(good), file)).isTrue();
            assertThat(bench.stubOf(file)).isEqualTo(good);
        });
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            byte[] other = CheckpointFiles.noise(77, (4 << 20) + 1);
            assertThat(Arrays.equals(bench.write(bench.stubOf(other)), other)).isTrue();
        });
    }

    private Stub edited(String from, String to) throws IOException {
        String text = new String(StubFormat.write(good), UTF_8);
        assertThat(text).contains(from);
        return StubFormat.read(text.replaceFirst(Pattern.quote(from), to).getBytes(UTF_8));
    }

    private static ParameterEntry parameter(Stub stub, String name) {
        return (ParameterEntry) stub.tensor(new ParameterName(name)).orElseThrow();
    }
}
