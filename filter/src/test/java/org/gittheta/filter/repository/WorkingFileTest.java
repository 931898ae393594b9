// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.process.FilterListener;
import org.gittheta.filter.process.ThetaFilter;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.StubFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says which file of the working tree stands for what git gives to the clean filter. */
class WorkingFileTest {
    @TempDir
    Path folder;

    private final Workers workers = new Workers(2, 4);
    private Path top;
    private Git git;
    private CheckpointRepository repository;

    @BeforeEach
    void init() throws IOException {
        top = Files.createDirectories(folder.toRealPath().resolve("top/models")).getParent();
        git = new Git(
                top,
                Map.of(
                        "PATH", System.getenv("PATH"),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null"));
        git.run("init", "-q");
        RepositoryLayout layout = RepositoryLayout.find(top, Map.of()).orElseThrow();
        repository = new CheckpointRepository(layout, git, Settings.read(git), workers, store -> store);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void aFileIsFoundByItsPathFromTheTop() throws IOException {
        Path file = Files.writeString(top.resolve("models/é a.pt"), "bytes");
        assertThat(repository.workingFile("models/é a.pt")).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "absent", "../outside", "models/../models/a", "link/a", "linked", "a\0b"})
    void noOtherPathLeadsToAFile(String pathname) throws IOException {
        Files.writeString(top.resolve("models/a"), "bytes");
        Files.writeString(folder.resolve("outside"), "bytes");
        Files.createSymbolicLink(top.resolve("link"), top.resolve("models"));
        Files.createSymbolicLink(top.resolve("linked"), folder.resolve("outside"));
        assertThat(repository.workingFile(pathname).filter(Files::isRegularFile))
                .isEmpty();
    }

    @Test
    void anAbsolutePathIsNone() throws IOException {
        Path outside = Files.writeString(folder.toRealPath().resolve("outside"), "bytes");
        assertThat(repository.workingFile(outside.toString())).isEmpty();
    }

    /** Half of it is new, the first half: from what comes first it would look like another tensor. */
    @Test
    void theFilterJudgesALargeTensorByItsFile() throws IOException {
        byte[] values = CheckpointFiles.noise(1, 4 << 20);
        add(file(values));
        System.arraycopy(CheckpointFiles.noise(2, 2 << 20), 0, values, 0, 2 << 20);
        Files.write(top.resolve("models/a.safetensors"), file(values));
        assertThat(add(file(values))).isBetween(2L << 20, (2L << 20) + 20_000);
    }

    private record Silence() implements FilterListener {
        @Override
        public void warn(String pathname, String sentence) {}

        @Override
        public void fail(String pathname, Exception failure) {}
    }

    private static byte[] file(byte[] values) {
        return new CheckpointFiles().tensor("weight", "U8", 1, values).bytes();
    }

    private long add(byte[] file) throws IOException {
        byte[] text = new ThetaFilter(CompletableFuture.completedFuture(repository), false, new Silence())
                .clean("models/a.safetensors", new ByteArrayInputStream(file));
        String blob = git.run(text, "hash-object", "-w", "--stdin").line();
        git.run("update-index", "--add", "--cacheinfo", "100644," + blob + ",models/a.safetensors");
        return StubFormat.read(text).parameters().get(0).encoding().payloadSize();
    }
}
