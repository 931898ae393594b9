// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says where a repository looks for the base of a new parameter. */
class BaseCandidatesTest {
    private static final byte[] TRAINED = CheckpointFiles.noise(1, 40_000);
    private static final byte[] TUNED = changed(TRAINED, 1);

    @TempDir
    Path folder;

    private final Workers workers = new Workers(2);
    private Git git;

    @BeforeEach
    void init() throws IOException {
        git = new Git(
                folder,
                Map.of(
                        "PATH", System.getenv("PATH"),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "a",
                        "GIT_AUTHOR_EMAIL", "a@example.org",
                        "GIT_COMMITTER_NAME", "a",
                        "GIT_COMMITTER_EMAIL", "a@example.org"));
        git.run("init", "-q");
        Files.writeString(folder.resolve(".gitattributes"), "*.safetensors filter=theta\n");
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void theVersionInHeadIsTheBaseAndNotAnotherThatIsStagedMeanwhile() throws IOException {
        Stub first = add("a.safetensors", "weight", TRAINED);
        git.run("commit", "-q", "-m", "first");
        add("a.safetensors", "weight", changed(TRAINED, 2));
        assertThat(baseOf(add("a.safetensors", "weight", TUNED))).contains(hashOf(first));
    }

    @Test
    void aVersionThatIsOnlyStagedIsTheBase() throws IOException {
        Stub first = add("a.safetensors", "weight", TRAINED);
        assertThat(baseOf(add("a.safetensors", "weight", TUNED))).contains(hashOf(first));
    }

    @Test
    void aFineTuneUnderAnotherNameFindsItsBaseAlsoWithAPrefix() throws IOException {
        Stub first = add("models/base.safetensors", "encoder.weight", TRAINED);
        assertThat(baseOf(add("models/tuned.safetensors", "encoder.weight", TUNED)))
                .contains(hashOf(first));
        assertThat(baseOf(add("wrapped.safetensors", "model.encoder.weight", changed(TRAINED, 3))))
                .isPresent();
        Stub second = add("other/wrapped.safetensors", "model.layers.0.weight", CheckpointFiles.noise(2, 40_000));
        assertThat(baseOf(
                        add("other/bare.safetensors", "layers.0.weight", changed(CheckpointFiles.noise(2, 40_000), 1))))
                .contains(hashOf(second));
    }

    @Test
    void anotherFileIsLookedIntoThatASettingNames() throws IOException {
        Stub old = add("a.safetensors", "weight", TRAINED);
        git.run("commit", "-q", "-m", "first");
        add("a.safetensors", "weight", CheckpointFiles.noise(3, 40_000));
        git.run("commit", "-q", "-m", "second");
        assertThat(baseOf(add("a.safetensors", "weight", changed(TRAINED, 4)))).isEmpty();
        git.run("config", "theta.base", "HEAD~1:a.safetensors");
        assertThat(baseOf(add("a.safetensors", "weight", TUNED))).contains(hashOf(old));
    }

    @Test
    void noBasesAreUsedWhereNoneMayBe() throws IOException {
        add("a.safetensors", "weight", TRAINED);
        git.run("config", "theta.maxDepth", "0");
        assertThat(baseOf(add("a.safetensors", "weight", TUNED))).isEmpty();
    }

    private Stub add(String path, String name, byte[] values) throws IOException {
        byte[] file = new CheckpointFiles().tensor(name, "F32", 4, values).bytes();
        RepositoryLayout layout = RepositoryLayout.find(folder, Map.of()).orElseThrow();
        CheckpointRepository repository =
                new CheckpointRepository(layout, git, Settings.read(git), workers, store -> store);
        byte[] text = repository
                .cleaner()
                .clean(new ByteArrayInputStream(file), repository.knownFor(path), Optional.empty())
                .text();
        String blob = git.run(text, "hash-object", "-w", "--stdin").text().strip();
        git.run("update-index", "--add", "--cacheinfo", "100644," + blob + "," + path);
        return StubFormat.read(text);
    }

    private static Optional<Sha256> baseOf(Stub stub) {
        return parameter(stub).encoding().base().map(Encoding.Base::sha256);
    }

    private static Sha256 hashOf(Stub stub) {
        return parameter(stub).sha256();
    }

    private static ParameterEntry parameter(Stub stub) {
        return stub.parameters().get(0);
    }

    private static byte[] changed(byte[] bytes, int by) {
        byte[] changed = bytes.clone();
        for (int at = 0; at < changed.length; at += 400) {
            changed[at] += (byte) by;
        }
        return changed;
    }
}
