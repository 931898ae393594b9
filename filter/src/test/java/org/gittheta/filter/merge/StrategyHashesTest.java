// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.merge.strategy.ComputingStrategy;
import org.gittheta.filter.merge.strategy.MergeStrategy;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Computes every strategy, by one thread from memory and by four from a file, and compares the bytes with what they always
 * were: the same on every Java, whatever the number of threads.
 *
 * <p>A line of {@code hashes.txt} is a strategy, an element type, and the SHA-256 of the merged file.
 */
class StrategyHashesTest {
    private static final int ELEMENTS = 300 * 1001; // more than one chunk

    @TempDir
    private Path folder;

    private static CheckpointFiles file(String dtype, int seed) {
        Random random = new Random(seed);
        Random common = new Random(99);
        int width = dtype.equals("F32") ? 4 : 2;
        ByteBuffer bytes = ByteBuffer.allocate(width * ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ELEMENTS; i++) {
            // Sums of whole numbers, which are the same everywhere.
            float value = (common.nextInt(1 << 20) - (1 << 19)) * 0x1p-23f
                    + (seed > 0 && random.nextInt(10) < 7 ? (random.nextInt(1 << 18) - (1 << 17)) * 0x1p-23f : 0);
            if (width == 4) {
                bytes.putFloat(value);
            } else {
                bytes.putShort((short) (Float.floatToRawIntBits(value) >> 16));
            }
        }
        return new CheckpointFiles().tensor("w", dtype, new long[] {300, 1001}, bytes.array());
    }

    private String merge(String strategy, int threads, long keptBytes, List<byte[]> sides) throws IOException {
        try (Workers workers = new Workers(threads)) {
            FileMerge files = new FileMerge(Files.createTempDirectory(folder, "merge"), keptBytes, workers);
            StubMerge merge = new StubMerge(
                    files.read(new ByteArrayInputStream(sides.get(0))),
                    files.read(new ByteArrayInputStream(sides.get(1))).orElseThrow(),
                    files.read(new ByteArrayInputStream(sides.get(2))).orElseThrow());
            ParameterRules rules = ParameterRules.all(Strategies.installed().parse(strategy));
            Resolver.Outcome outcome = files.settle(merge, MergeDriver.plan(merge.conflicts(), rules));
            assertThat(outcome.refused()).isEmpty();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.write(
                    files.finish(merge, Settlement.NONE.with(outcome.settled())).stub(), Channels.newChannel(out));
            return Sha256Digest.of(out.toByteArray()).toString();
        }
    }

    private static String withOptions(MergeStrategy strategy) {
        return strategy.options().stream().anyMatch(option -> option.name().equals("density"))
                ? strategy.name() + ":density=0.4"
                : strategy.name();
    }

    @Test
    void theBytesAreTheSameEverywhere() throws IOException {
        TreeMap<String, String> known = new TreeMap<>();
        try (InputStream in = StrategyHashesTest.class.getResourceAsStream("/golden-merge/hashes.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int end = line.lastIndexOf(' ');
                known.put(line.substring(0, end), line.substring(end + 1));
            });
        }
        TreeMap<String, String> computed = new TreeMap<>();
        for (String dtype : List.of("F32", "BF16")) {
            List<byte[]> sides = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                sides.add(file(dtype, seed).bytes());
            }
            for (MergeStrategy strategy : Strategies.installed().all()) {
                boolean isWanted = dtype.equals("F32") || strategy.name().equals("ties");
                if (isWanted && strategy instanceof ComputingStrategy) {
                    String text = withOptions(strategy);
                    String hash = merge(text, 1, Long.MAX_VALUE, sides);
                    assertThat(merge(text, 4, 0, sides))
                            .as(text + ", four threads")
                            .isEqualTo(hash);
                    computed.put(text + " " + dtype, hash);
                }
            }
        }
        assertThat(computed).isEqualTo(known);
    }
}
