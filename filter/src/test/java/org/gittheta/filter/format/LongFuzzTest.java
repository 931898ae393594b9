// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gives every format changed copies of its fixtures, for as many minutes each as {@code -Dgittheta.fuzz.minutes} says; {@code
 * -Dgittheta.fuzz.formats=onnx,hdf5} picks some. A failure says the seed of the copy.
 */
@EnabledIfSystemProperty(named = "gittheta.fuzz.minutes", matches = "[0-9]+")
class LongFuzzTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Duration SLOWEST = Duration.ofSeconds(20);
    private static final long[] EDGES = {
        0,
        1,
        -1,
        127,
        128,
        255,
        65535,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 32,
        1L << 40
    };

    static Stream<String> formats() {
        String some = System.getProperty("gittheta.fuzz.formats", "");
        return Formats.installed().all().stream()
                .map(CheckpointFormat::name)
                .filter(name -> some.isEmpty() || List.of(some.split(",")).contains(name));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsAnyChangedFileOrRefusesIt(String name) throws IOException {
        CheckpointFormat format = Formats.installed().all().stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<byte[]> files = files(format);
        assertThat(files).isNotEmpty();
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("gittheta.fuzz.minutes")).toNanos();
        long seed = Long.getLong("gittheta.fuzz.seed", System.nanoTime());
        long runs = 0;
        for (; System.nanoTime() < end; seed++, runs++) {
            byte[] file = changed(files, new Random(seed));
            long start = System.nanoTime();
            try {
                FormatFuzz.check(format, file);
            } catch (Throwable e) {
                throw new AssertionError("with -Dgittheta.fuzz.seed=" + seed, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed %s", seed)
                    .isLessThan(SLOWEST);
        }
        System.out.println(name + ": " + runs + " files");
    }

    private static List<byte[]> files(CheckpointFormat format) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(FIXTURES)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(path);
                if (FormatRunner.recognise(format, bytes) != CheckpointFormat.Access.NONE) {
                    files.add(bytes);
                }
            }
        }
        return files;
    }

    private static byte[] changed(List<byte[]> files, Random random) {
        byte[] file = files.get(random.nextInt(files.size())).clone();
        for (int n = random.nextInt(6); n >= 0; n--) {
            file = change(file, files, random);
        }
        return file;
    }

    private static byte[] change(byte[] file, List<byte[]> files, Random random) {
        if (file.length < 16) {
            return file;
        }
        int at = random.nextInt(file.length - 8);
        switch (random.nextInt(8)) {
            case 0 -> file[at] = (byte) random.nextInt();
            case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 2 ->
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int)
                        EDGES[random.nextInt(EDGES.length)]);
            case 3 ->
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(at, EDGES[random.nextInt(EDGES.length)]);
            case 4 -> {
                // An offset that the file could have: structures that point at each other.
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(at & ~7, random.nextInt(file.length) & ~7);
            }
            case 5 -> {
                byte[] other = files.get(random.nextInt(files.size()));
                int length = Math.min(random.nextInt(64), Math.min(other.length, file.length - at));
                System.arraycopy(other, random.nextInt(other.length - length + 1), file, at, length);
            }
            case 6 -> {
                return Arrays.copyOf(file, at);
            }
            default -> {
                // Some bytes twice, or not at all.
                int skip = Math.max(-at, Math.min(file.length - at, random.nextInt(64) - 32));
                byte[] moved = Arrays.copyOf(file, file.length - skip);
                System.arraycopy(file, at + skip, moved, at, file.length - at - skip);
                return moved;
            }
        }
        return file;
    }
}
