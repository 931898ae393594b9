// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out, byte for byte, whatever it is. */
class RoundTripTest {
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

    static List<Path> fixtures() throws IOException, URISyntaxException {
        Path root = Path.of(RoundTripTest.class.getResource("/fixtures").toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFixture(Path fixture) throws IOException {
        byte[] file = Files.readAllBytes(fixture);

        assertComesBack(file);

        byte[] first = bench.clean(file);
        long objects = bench.count();
        assertThat(bench.clean(file)).isEqualTo(first);
        assertThat(bench.count()).isEqualTo(objects);
        assertThat(bench.temporaries()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 4095, 4096, 4097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (2 << 20), (3 << 20) + 7})
    void anyBytesOfAnyLength(int length) throws IOException {
        assertComesBack(CheckpointFiles.noise(length, length));
        assertComesBack(new byte[length]);
    }

    @Test
    void manyShortFiles() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            assertComesBack(CheckpointFiles.noise(i, 1 + random.nextInt(300)));
        }
    }

    @Test
    void safetensorsWithMoreOrLessBehindTheHeader() throws IOException {
        byte[] whole = weights(1).bytes();
        Random random = new Random(6);
        for (int i = 0; i < 40; i++) {
            int length = i < 20 ? random.nextInt(400) : random.nextInt(whole.length + 5000);
            assertComesBack(Arrays.copyOf(whole, Math.max(1, length)));
        }
        for (int i = 0; i < 40; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(i < 30 ? 400 : changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertComesBack(changed);
        }
    }

    @Test
    void typesThatNobodyKnowsYet() throws IOException {
        for (String dtype : List.of("F3", "C", "COMPLEX", "CFLOAT8", "Q4_K", "F128")) {
            assertComesBack(new CheckpointFiles()
                    .tensor("a", dtype, 1, CheckpointFiles.noise(1, 101))
                    .bytes());
        }
    }

    @Test
    void anEmptyFileStaysEmpty() throws IOException {
        assertThat(bench.clean(new byte[0])).isEmpty();
        assertThat(bench.count()).isZero();
    }

    @Test
    void aDamagedSafetensorsFileIsKeptAsOpaqueBytesWithAWarning() throws IOException {
        byte[] file = Arrays.copyOf(weights(1).bytes(), 100_000);

        CheckpointCleaner.Result result = bench.clean(new ByteArrayInputStream(file), 1 << 30);

        assertThat(result.warning()).hasValue("kept as opaque bytes: the file is cut off");
        Stub stub = StubFormat.read(result.text());
        assertThat(stub.frame().format()).isEqualTo("opaque");
        assertThat(stub.parameters()).hasSize(1);
        assertThat(bench.write(stub)).isEqualTo(file);
    }

    @Test
    void aStubCleansToItself() throws IOException {
        byte[] stub = bench.clean(weights(1).bytes());
        long objects = bench.count();
        assertThat(bench.clean(stub)).isEqualTo(stub);
        assertThat(bench.count()).isEqualTo(objects);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"git-theta stub ", "git-theta stub 1\n", "git-theta stub 2\nframe\n", "git-theta stub 1\r\n"})
    void aFileThatBeginsLikeAStubAndIsNoneIsRefused(String text) {
        assertThatExceptionOfType(StubFormatException.class).isThrownBy(() -> bench.clean(text.getBytes(UTF_8)));
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(() -> bench.clean((text + "x".repeat(10_000)).getBytes(UTF_8)));
    }

    @Test
    void aParameterTooLargeForMemoryIsEncodedWhileItIsRead() throws IOException {
        byte[] large = new byte[60 << 20];
        byte[] some = CheckpointFiles.noise(1, 1 << 10);
        for (int at = 0; at < large.length; at += 1 << 18) {
            System.arraycopy(some, 0, large, at, some.length);
            large[at] = (byte) (at >> 18);
        }
        byte[] file = weights(1).tensor("large", "BF16", 2, large).bytes();

        byte[] text = bench.clean(file);
        assertThat(Arrays.equals(bench.write(StubFormat.read(text)), file)).isTrue();
        long objects = bench.count();
        assertThat(bench.clean(file)).isEqualTo(text);
        assertThat(bench.count()).isEqualTo(objects);
        assertThat(bench.temporaries()).isZero();
    }

    static CheckpointFiles weights(int seed) {
        return new CheckpointFiles()
                .tensor("bias", "F32", 4, CheckpointFiles.noise(seed, 4000))
                .tensor("none", "F32", 4, new byte[0])
                .tensor("weight", "BF16", 2, CheckpointFiles.noise(seed + 1, 200_000))
                .tensor("wte", "F16", 2, CheckpointFiles.noise(seed + 2, 2_000_000));
    }

    private void assertComesBack(byte[] file) throws IOException {
        byte[] back = bench.thereAndBack(file);
        assertThat(Arrays.equals(back, file)).as("%s bytes", file.length).isTrue();
    }
}
