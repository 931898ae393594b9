// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.Fixture;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says what is stored for a checkpoint, and what is not stored again. */
class StorageTest {
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
    void twoClonesMakeTheSameStubOfTheSameFile(@TempDir Path other) throws IOException {
        byte[] file = many(300, 0).bytes();
        try (Workbench second = new Workbench(other)) {
            assertThat(second.clean(file)).isEqualTo(bench.clean(file));
        }
    }

    @Test
    void oneChangedParameterChangesOneLineAndAddsOneObject() throws IOException {
        List<String> before = lines(bench.clean(many(50, 0).bytes()));
        long objects = bench.count();

        List<String> after = lines(bench.clean(many(50, 7).bytes()));

        assertThat(bench.count()).isEqualTo(objects + 1);
        assertThat(after).hasSameSizeAs(before);
        List<String> changed = new ArrayList<>(after);
        changed.removeAll(before);
        assertThat(changed).singleElement().asString().startsWith("param layer.007 ");
    }

    @Test
    void aFileThatCannotBeReadFromFrontToBackIsReadByItsOffsets() throws IOException {
        Stub stub = bench.stubOf(new Fixture("unknown-type.gguf").bytes());

        assertThat(stub.frame().format()).isEqualTo("gguf");
        assertThat(stub.parameters()).extracting(ParameterEntry::size).containsExactly(32L, 77L);
        assertThat(bench.write(stub)).isEqualTo(new Fixture("unknown-type.gguf").bytes());
    }

    @Test
    void aParameterThatMovesToAnotherShardIsNotStoredAgain() throws IOException {
        byte[] a = CheckpointFiles.noise(1, 2 << 20);
        byte[] b = CheckpointFiles.noise(2, 2 << 20);
        byte[] c = CheckpointFiles.noise(3, 2 << 20);
        CheckpointFiles first = new CheckpointFiles().tensor("a", "BF16", 2, a).tensor("b", "BF16", 2, b);
        bench.clean(first.bytes());
        bench.clean(new CheckpointFiles().tensor("c", "BF16", 2, c).bytes());
        long objects = bench.count();

        bench.clean(new CheckpointFiles().tensor("a", "BF16", 2, a).bytes());
        bench.clean(new CheckpointFiles()
                .tensor("b", "BF16", 2, b)
                .tensor("c", "BF16", 2, c)
                .bytes());

        // The frames of the two shards are all that is new.
        assertThat(bench.count()).isEqualTo(objects + 2);
    }

    @Test
    void smallParametersShareAnObject() throws IOException {
        Stub stub = bench.stubOf(many(200, 0).bytes());
        assertThat(bench.count()).isEqualTo(1);
        assertThat(stub.parameters()).hasSize(200);
        assertThat(bench.write(stub)).isEqualTo(many(200, 0).bytes());
    }

    @Test
    void theSameBytesInOneFileAreStoredOnce() throws IOException {
        byte[] small = CheckpointFiles.noise(1, 5000);
        byte[] large = CheckpointFiles.noise(2, 3 << 20);
        byte[] file = new CheckpointFiles()
                .tensor("a", "F32", 4, small)
                .tensor("b", "BF16", 2, large)
                .tensor("c", "F32", 4, small)
                .tensor("d", "BF16", 2, large)
                .bytes();

        Stub stub = bench.stubOf(file);

        assertThat(encoding(stub, "a")).isEqualTo(encoding(stub, "c"));
        assertThat(encoding(stub, "b")).isEqualTo(encoding(stub, "d"));
        assertThat(bench.count()).isEqualTo(2);
        assertThat(bench.write(stub)).isEqualTo(file);
    }

    @Test
    void theSameBytesOfTwoTypesCleanToOneStubAgainAndAgain() throws IOException {
        for (int size : new int[] {4096, 3 << 20}) {
            byte[] zeros = new byte[size];
            byte[] file = new CheckpointFiles()
                    .tensor("z", "F32", 4, zeros)
                    .tensor("y", "I64", 8, zeros)
                    .tensor("x", "U8", 1, zeros)
                    .bytes();
            byte[] first = bench.clean(file);
            assertThat(new String(bench.clean(file), UTF_8)).isEqualTo(new String(first, UTF_8));
        }
    }

    @Test
    void noObjectIsLargerThanTheLargestMayBe() throws IOException {
        CheckpointFiles file = new CheckpointFiles().tensor("large", "U8", 1, CheckpointFiles.noise(1, (5 << 20) / 2));
        for (int i = 0; i < 12; i++) {
            file.tensor("small" + i, "U8", 1, CheckpointFiles.noise(10 + i, 700_000));
        }

        Stub stub = StubFormat.read(
                bench.clean(new ByteArrayInputStream(file.bytes()), 1 << 20).text());

        Set<Long> sizes = new HashSet<>();
        stub.slices().forEach(slice -> sizes.add(slice.objectSize()));
        assertThat(sizes).allMatch(size -> size <= 1 << 20);
        assertThat(encoding(stub, "large").slices()).hasSize(3).allMatch(Slice::isWhole);
        assertThat(bench.write(stub)).isEqualTo(file.bytes());
    }

    @Test
    void anyMixtureOfTheLinesOfTwoStubsIsTheMixedFile() throws IOException {
        Stub one = bench.stubOf(many(20, 3).bytes());
        Stub other = bench.stubOf(many(20, 15).bytes());
        List<String> mixed = new ArrayList<>(lines(StubFormat.write(one)).subList(0, 13));
        mixed.addAll(lines(StubFormat.write(other)).subList(13, 23));

        Stub stub = StubFormat.read((String.join("\n", mixed) + "\n").getBytes(UTF_8));

        assertThat(bench.write(stub)).isEqualTo(many(20, 3, 15).bytes());
        assertThat(bench.stubOf(many(20, 3, 15).bytes())).isEqualTo(stub);
    }

    private static CheckpointFiles many(int count, Integer... changed) {
        CheckpointFiles file = new CheckpointFiles();
        for (int i = 0; i < count; i++) {
            int seed = i > 0 && List.of(changed).contains(i) ? 100_000 + i : i;
            file.tensor(String.format("layer.%03d", i), "F32", 4, CheckpointFiles.noise(seed, 400));
        }
        return file;
    }

    private static Encoding encoding(Stub stub, String name) {
        return ((ParameterEntry) stub.tensor(new ParameterName(name)).orElseThrow()).encoding();
    }

    private static List<String> lines(byte[] stub) {
        return new String(stub, UTF_8).lines().toList();
    }
}
