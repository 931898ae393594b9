// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges the three files of a merge driver where something is missing or wrong. */
class MergeDriverTest {
    private final Workers workers = new Workers(1);
    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path folder;

    private FileMerge store;
    private Path base;
    private Path ours;
    private Path theirs;

    @BeforeEach
    void setUp() throws IOException {
        store = new FileMerge(Files.createDirectory(folder.resolve("store")), workers);
        base = stub("base", 1, 1);
        ours = stub("ours", 2, 1);
        theirs = stub("theirs", 3, 4);
    }

    @AfterEach
    void tearDown() {
        workers.close();
    }

    private Path stub(String name, float a, float b) throws IOException {
        CheckpointFiles file = new CheckpointFiles();
        for (int i = 0; i < 2; i++) {
            byte[] value = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(i == 0 ? a : b)
                    .array();
            file = file.tensor(i == 0 ? "a" : "b", "F32", 4, value);
        }
        Stub stub = store.read(new ByteArrayInputStream(file.bytes())).orElseThrow();
        return Files.write(folder.resolve(name), StubFormat.write(stub));
    }

    private MergeDriver driver(MergeDriver.Rules rules) {
        MergeSession withoutObjects = new MergeSession(
                () -> {
                    throw new MissingObjectsException(List.of(Sha256Digest.of(new byte[0])));
                },
                workers,
                "m");
        return new MergeDriver(
                withoutObjects, new ConflictRecords(folder.resolve("conflicts")), rules, new MergeDriver.Warnings() {
                    @Override
                    public void leftOpen(Exception reason) {
                        said.add(reason.getClass().getSimpleName());
                    }

                    @Override
                    public void leftOpen(ParameterName key, String reason) {
                        said.add(reason);
                    }
                });
    }

    private Stub merged() throws IOException {
        return StubFormat.read(Files.readAllBytes(ours));
    }

    private void assertOpenWithOurs(MergedStub merged, Stub before) throws IOException {
        assertThat(merged.open())
                .extracting(conflict -> conflict.sides().key().text())
                .containsExactly("a");
        assertThat(merged().tensor(new ParameterName("a"))).isEqualTo(before.tensor(new ParameterName("a")));
        assertThat(merged().tensor(new ParameterName("b")))
                .isEqualTo(StubFormat.read(Files.readAllBytes(theirs)).tensor(new ParameterName("b")));
    }

    @Test
    void missingObjectsLeaveAConflictThatIsOtherwiseMerged() throws IOException {
        Stub before = merged();
        MergeDriver driver =
                driver(() -> ParameterRules.all(Strategies.installed().parse("linear")));
        assertOpenWithOurs(driver.merge("m", base, ours, theirs), before);
        assertThat(said).containsExactly("MissingObjectsException");
    }

    @Test
    void soDoesAStrategyThatThereIsNot() throws IOException {
        Stub before = merged();
        MergeDriver driver =
                driver(() -> ParameterRules.all(Strategies.installed().parse("linaer")));
        assertOpenWithOurs(driver.merge("m", base, ours, theirs), before);
        assertThat(said).containsExactly("StrategyException");
    }

    @Test
    void noObjectIsReadWithoutAStrategy() throws IOException {
        Stub before = merged();
        assertOpenWithOurs(driver(() -> ParameterRules.NONE).merge("m", base, ours, theirs), before);
        assertThat(said).isEmpty();
    }

    @Test
    void aSideThatIsNoStubLeavesOursAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(ours);
        Files.writeString(theirs, "weights");
        assertThatThrownBy(() -> driver(() -> ParameterRules.NONE).merge("m", base, ours, theirs))
                .isInstanceOf(StubFormatException.class)
                .hasMessageContaining("git add --renormalize");
        assertThat(ours).hasBinaryContent(before);
    }

    @Test
    void ancestorsThatDifferMergeToWhatTheyComeFrom() throws IOException {
        driver(() -> ParameterRules.NONE).mergeAncestors(base, ours, theirs);
        assertThat(merged().tensor(new ParameterName("a")))
                .isEqualTo(StubFormat.read(Files.readAllBytes(base)).tensor(new ParameterName("a")));
    }
}
