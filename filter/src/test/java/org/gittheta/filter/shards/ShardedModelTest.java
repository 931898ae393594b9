// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedModelTest {
    private static final String ONE = "model-00001-of-00002.safetensors";
    private static final String TWO = "model-00002-of-00002.safetensors";

    private static final String INDEX = """
        {"metadata": {"total_size": 5, "more": [1, {"weight_map": 3}]},
         "weight_map": {"a": "%s", "b": "%s", "c": "%s"}}
        """.formatted(ONE, ONE, TWO);

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

    @Test
    void readsWhichTensorLiesInWhichFile() throws Exception {
        ShardIndex index = ShardIndex.read(INDEX.getBytes(UTF_8));

        assertThat(index.shards()).containsExactly(ONE, TWO);
        assertThat(index.files())
                .containsEntry("b", ONE)
                .containsEntry("c", TWO)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"weight_map\": []}",
                "{\"weight_map\": {\"a\": 1}}",
                "{\"weight_map\": {\"a\": \"b\"",
                "{\"weight_map\": {\"a\": \"../b\"}}",
                "{\"weight_map\": {\"a\": \"/b\"}}",
                "{\"weight_map\": {\"a\": \"..\"}}",
                "{\"weight_map\": {\"a\": \"\"}}",
                "{\"weight_map\": {\"a\": \"C:\\\\b\"}}"
            })
    void refusesWhatIsNoIndexOrLeadsOutOfTheFolder(String json) {
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> ShardIndex.read(json.getBytes(UTF_8)));
    }

    @Test
    void aParameterThatMovesToAnotherFileIsNoChange() throws IOException {
        Stub before = model(shard("a", "b"), shard("c", "d"));
        Stub after = model(shard("a"), shard("b", "c", "d"));

        assertThat(after.tensors()).isEqualTo(before.tensors());
        assertThat(after.tensors()).extracting(entry -> entry.name().text()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aParameterThatMovesToAnotherFileIsNotStoredAgain() throws IOException {
        Map<String, Encoding> before = encodings(model(shard("a", "b", "large"), shard("c")));
        Map<String, Encoding> after = encodings(model(shard("a"), shard("b", "c", "large")));

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aNameOfTwoFilesIsKeptTwice() throws IOException {
        Stub model = model(shard("a"), shard("a", "b"));

        assertThat(model.tensors()).extracting(entry -> entry.name().text()).containsExactly("a", "a@" + TWO, "b");
    }

    @Test
    void viewsLookIntoTheTensorsOfTheirOwnFile() throws IOException {
        byte[] tied = new Fixture("odd.pt").bytes();

        Stub model = model(tied, tied);

        assertThat(model.tensors())
                .filteredOn(ViewEntry.class::isInstance)
                .isNotEmpty()
                .allSatisfy(view -> {
                    TensorEntry target =
                            model.tensor(((ViewEntry) view).target()).orElseThrow();
                    assertThat(target.name().text().contains("@"))
                            .isEqualTo(view.name().text().contains("@"));
                });
    }

    @Test
    void saysWhatTheIndexNamesAndNoFileHas() throws Exception {
        ShardIndex index = ShardIndex.read(INDEX.getBytes(UTF_8));

        assertThat(ShardedModel.missing(index, new TreeMap<>(Map.of(ONE, bench.stubOf(shard("a"))))))
                .containsExactly("b", "c");
    }

    @Test
    void aParameterThatOneSideMovedAndTheOtherChangedIsFound() throws IOException {
        SortedMap<String, Stub> base = shards(shard("a", "b"), shard("c"));
        SortedMap<String, Stub> moved = shards(shard("a"), shard("b", "c"));
        byte[] changed = shard("a", "b");
        changed[changed.length - 1] ^= 1;
        byte[] other = shard("a", "b");
        other[other.length - 5000] ^= 1;

        assertThat(MovedParameters.between(base, shards(changed, shard("c")), moved))
                .extracting(name -> name.text())
                .containsExactly("b");
        assertThat(MovedParameters.between(base, moved, shards(other, shard("c"))))
                .isEmpty();
        assertThat(MovedParameters.between(base, moved, moved)).isEmpty();
    }

    private SortedMap<String, Stub> shards(byte[] one, byte[] two) throws IOException {
        return new TreeMap<>(Map.of(ONE, bench.stubOf(one), TWO, bench.stubOf(two)));
    }

    private Stub model(byte[] one, byte[] two) throws IOException {
        return ShardedModel.of(shards(one, two));
    }

    private static Map<String, Encoding> encodings(Stub model) {
        return model.parameters().stream()
                .collect(Collectors.toMap(entry -> entry.name().text(), ParameterEntry::encoding));
    }

    private static byte[] shard(String... names) {
        CheckpointFiles file = new CheckpointFiles();
        for (String name : names) {
            int bytes = name.equals("large") ? 3 << 20 : 4000;
            file.tensor(name, "F32", 4, CheckpointFiles.noise(name.hashCode(), bytes));
        }
        return file.bytes();
    }
}
