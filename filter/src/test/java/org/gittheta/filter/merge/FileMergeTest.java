// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges checkpoints that were stored, by the rules and with strategies. */
class FileMergeTest {
    @TempDir
    private Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static CheckpointFiles file() {
        return new CheckpointFiles();
    }

    private static CheckpointFiles with(CheckpointFiles file, String name, float... values) {
        return file.tensor(name, "F32", 4, floats(values));
    }

    /** Holds a merged file and what is open of it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Result(byte[] file, MergedStub merged, Resolver.Outcome outcome) {
        String open() {
            StringBuilder text = new StringBuilder();
            merged.open()
                    .forEach(conflict -> text.append(conflict.sides().key())
                            .append(' ')
                            .append(conflict.kind().word())
                            .append('\n'));
            return text + (merged.frameOpen() ? "frame" : "");
        }
    }

    private Result merge(String rules, int threads, byte[] base, byte[] ours, byte[] theirs) throws IOException {
        Path own = Files.createTempDirectory(folder, "merge");
        try (Workers workers = new Workers(threads)) {
            FileMerge files = new FileMerge(own, workers);
            Optional<Stub> from = files.read(new ByteArrayInputStream(base));
            Stub our = files.read(new ByteArrayInputStream(ours)).orElseThrow();
            Stub their = files.read(new ByteArrayInputStream(theirs)).orElseThrow();
            StubMerge merge = new StubMerge(from, our, their);
            ParameterRules chosen = ParameterRules.parse(rules, "rules", Strategies.installed());
            Resolver.Outcome outcome = files.settle(merge, MergeDriver.plan(merge.conflicts(), chosen));
            MergedStub merged = files.finish(merge, Settlement.NONE.with(outcome.settled()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.write(merged.stub(), Channels.newChannel(out));
            return new Result(out.toByteArray(), merged, outcome);
        }
    }

    private Result merge(String rules, CheckpointFiles base, CheckpointFiles ours, CheckpointFiles theirs)
            throws IOException {
        return merge(rules, 2, base.bytes(), ours.bytes(), theirs.bytes());
    }

    @Test
    void takesWhatOneSideChangedAndTheSameChangeOnce() throws IOException {
        Result result = merge(
                "",
                with(with(with(file(), "a", 1), "b", 2), "c", 3),
                with(with(with(file(), "a", 9), "b", 2), "c", 7),
                with(with(with(file(), "a", 1), "b", 8), "c", 7));
        assertThat(result.merged().isClean()).isTrue();
        assertThat(result.file())
                .isEqualTo(with(with(with(file(), "a", 9), "b", 8), "c", 7).bytes());
    }

    @Test
    void writesTheHeaderForWhatBothSidesAddedAndRemoved() throws IOException {
        Result result = merge(
                "",
                with(with(file(), "a", 1), "z", 2),
                with(with(with(file(), "a", 1), "b", 3), "z", 2),
                with(with(file(), "a", 1), "c", 4, 5));
        assertThat(result.open()).isEmpty();
        String header = new String(result.file(), 8, result.file().length - 8, StandardCharsets.UTF_8);
        assertThat(header)
                .startsWith("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                        + "\"c\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}");
    }

    @Test
    void aRenameOnOneSideAndNumbersOnTheOtherGoTogether() throws IOException {
        Result result = merge(
                "",
                with(with(file(), "a", 1), "old.weight", 2, 3),
                with(with(file(), "a", 1), "new.weight", 2, 3),
                with(with(file(), "a", 1), "old.weight", 5, 6));
        assertThat(result.open()).isEmpty();
        assertThat(result.file())
                .isEqualTo(with(with(file(), "a", 1), "new.weight", 5, 6).bytes());
    }

    @Test
    void namesEveryKindOfConflictAndKeepsOursThere() throws IOException {
        CheckpointFiles ours = with(with(with(with(file(), "a", 2), "b", 2, 2), "gone.by.them", 2), "new", 11);
        Result result = merge(
                "",
                with(with(with(with(file(), "a", 1), "b", 1), "gone.by.them", 1), "gone.by.us", 1),
                ours,
                with(with(with(with(file(), "a", 3), "b", 3, 3, 3), "gone.by.us", 3), "new", 12));
        assertThat(result.open())
                .isEqualTo("a modified\nb type\ngone.by.them removed-by-them\ngone.by.us removed-by-us\nnew added\n");
        assertThat(result.file()).isEqualTo(ours.bytes());
    }

    @Test
    void takesASideByRuleAlsoWhereItRemovedATensor() throws IOException {
        Result result = merge(
                "gone* = theirs\n# all others\n* = base",
                with(with(file(), "a", 1), "gone", 1),
                with(with(file(), "a", 2), "gone", 2),
                with(file(), "a", 3));
        assertThat(result.open()).isEmpty();
        assertThat(result.file()).isEqualTo(with(file(), "a", 1).bytes());
    }

    @Test
    void computesAndLeavesOpenWhatDoesNotFit() throws IOException {
        Result result = merge(
                "* = task-arithmetic",
                with(with(with(file(), "a", 1), "nan", 1), "shape", 1),
                with(with(with(file(), "a", 3), "nan", Float.NaN), "shape", 1, 2),
                with(with(with(file(), "a", 6), "nan", 2), "shape", 1, 2, 3));
        assertThat(result.open()).isEqualTo("nan modified\nshape type\n");
        assertThat(result.outcome().refused().values())
                .containsExactly(
                        "nan of ours has values that are not numbers (NaN)",
                        "the shapes do not fit: shape of base has [1], not [2]");
        assertThat(result.file()).contains(floats(8));
    }

    @Test
    void refusesIntegersAndAMissingBase() throws IOException {
        byte[] ours = file().tensor("i", "I32", 4, floats(1))
                .tensor("w", "F32", 4, floats(1))
                .bytes();
        byte[] theirs = file().tensor("i", "I32", 4, floats(2))
                .tensor("w", "F32", 4, floats(2))
                .bytes();
        Result result = merge("i = linear\nw = ties", 2, new byte[0], ours, theirs);
        assertThat(result.outcome().refused().values())
                .containsExactly(
                        "i of ours has the type I32, and only F32, F16 and BF16 can be computed with",
                        "ties computes from the common version, and there is none of w");
        assertThat(result.file()).isEqualTo(ours);
    }

    @Test
    void theResultDoesNotDependOnTheThreads() throws IOException {
        byte[][] sides = new byte[3][];
        for (int side = 0; side < 3; side++) {
            byte[] small = new byte[2 * 700_001];
            new Random(side).nextBytes(small);
            for (int i = 1; i < small.length; i += 2) {
                small[i] = (byte) (0x3C | (small[i] & 0x83)); // numbers around 0.01, of both signs
            }
            sides[side] = file().tensor("h", "BF16", 2, small).bytes();
        }
        byte[] one =
                merge("* = ties:density=0.3", 1, sides[0], sides[1], sides[2]).file();
        byte[] four =
                merge("* = ties:density=0.3", 4, sides[0], sides[1], sides[2]).file();
        assertThat(four).isEqualTo(one).isNotEqualTo(sides[1]);
    }
}
