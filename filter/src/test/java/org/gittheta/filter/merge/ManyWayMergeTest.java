// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges more than two checkpoints at once. */
class ManyWayMergeTest {
    @TempDir
    private Path folder;

    private byte[] merged;
    private ManyWayMerge.Result result;

    private static CheckpointFiles file(String names, float... values) {
        CheckpointFiles file = new CheckpointFiles();
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(values[i])
                    .array();
            file = file.tensor(names.substring(i, i + 1), "F32", 4, bytes);
        }
        return file;
    }

    private void merge(String rules, CheckpointFiles base, CheckpointFiles... sides) throws IOException {
        try (Workers workers = new Workers(2)) {
            FileMerge files = new FileMerge(Files.createTempDirectory(folder, "merge"), workers);
            Optional<Stub> from = files.read(new ByteArrayInputStream(base.bytes()));
            List<Stub> stubs = new ArrayList<>();
            for (CheckpointFiles side : sides) {
                stubs.add(files.read(new ByteArrayInputStream(side.bytes())).orElseThrow());
            }
            result = files.merge(
                    new ManyWayMerge(from, stubs), ParameterRules.parse(rules, "rules", Strategies.installed()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.write(result.merged().stub(), Channels.newChannel(out));
            merged = out.toByteArray();
        }
    }

    private List<String> open() {
        return result.merged().open().stream()
                .map(conflict -> conflict.sides().key().text())
                .toList();
    }

    @Test
    void takesWhatOneOfThemChangedAndWhatTheyAdded() throws IOException {
        merge("", file("abc", 1, 2, 3), file("abc", 1, 2, 3), file("abcd", 5, 2, 3, 7), file("abce", 1, 6, 3, 8));
        assertThat(open()).isEmpty();
        assertThat(new String(merged, 8, merged.length - 8, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("\"a\":", "\"b\":", "\"c\":", "\"d\":", "\"e\":");
        assertThat(ByteBuffer.wrap(merged, merged.length - 20, 20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(0))
                .isEqualTo(5);
    }

    @Test
    void aStrategySeesAllSidesAlsoThoseThatDidNothing() throws IOException {
        // b is in conflict between the second and the third side only, and again with nobody else.
        merge("* = linear", file("ab", 1, 0), file("ab", 1, 0), file("ab", 1, 6), file("ab", 1, 3), file("ab", 9, 0));
        assertThat(merged).isEqualTo(file("ab", 9, 2.25f).bytes());
        merge("* = linear:weight=0:0:1:0", file("b", 0), file("b", 1), file("b", 6), file("b", 3), file("b", 0));
        assertThat(merged).isEqualTo(file("b", 3).bytes());
    }

    @Test
    void namesWhatStaysOpenOnTheWay() throws IOException {
        merge(
                "a = theirs\nb = slerp",
                file("abc", 0, 0, 0),
                file("abc", 0, 1, 1),
                file("abc", 2, 2, 2),
                file("abc", 3, 3, 0));
        assertThat(open()).containsExactly("a", "b", "c");
        assertThat(result.refused().values())
                .anySatisfy(reason -> assertThat(reason).contains("there are 2 other sides"))
                .anySatisfy(reason -> assertThat(reason).contains("slerp merges 2 models or more, and no more than 2"));
        merge("* = base", file("a", 4), file("a", 1), file("a", 2), file("a", 3));
        assertThat(merged).isEqualTo(file("a", 4).bytes());
        merge("* = ours", file("a", 4), file("a", 4), file("a", 2), file("a", 3));
        assertThat(merged).isEqualTo(file("a", 4).bytes());
    }

    @Test
    void whatOneRemovedCannotBeComputed() throws IOException {
        merge("* = linear", file("ab", 1, 1), file("a", 1), file("ab", 1, 2), file("ab", 1, 3));
        assertThat(open()).containsExactly("b");
        assertThat(result.refused().values()).containsExactly("one side has removed b: take ours, theirs or base");
    }
}
