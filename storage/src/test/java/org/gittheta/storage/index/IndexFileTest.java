// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshes indexes that the real git wrote; a filter that leaves a marker shows whether git read a file again. */
class IndexFileTest {
    @TempDir
    private Path folder;

    private Path worktree;
    private Path marker;
    private Git git;

    @BeforeEach
    void setUp() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        worktree = Files.createDirectory(folder.resolve("repository"));
        marker = folder.resolve("cleaned");
        git = new Git(worktree, environment);
        git.run("init", "-q", "-b", "main");
        git.run("config", "user.name", "Test");
        git.run("config", "user.email", "test@example.org");
        git.run("config", "filter.mark.clean", "touch '" + marker + "'; tr a-z A-Z");
        write(".gitattributes", "*.bin filter=mark\n");
    }

    /** Writes a file that is older than any index, lest git think it might have changed since. */
    private Path write(String name, String text) throws IOException {
        Path file = git.directory().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofSeconds(10))));
    }

    private void commit() throws IOException {
        git.run("add", "-A");
        git.run("commit", "-q", "-m", "all");
    }

    private IndexFile index() throws IOException {
        return new IndexFile(git.directory()
                .resolve(git.run("rev-parse", "--git-path", "index").line()));
    }

    private String oid(String name) throws IOException {
        return git.run("rev-parse", ":" + name).line();
    }

    /** Writes a file anew, as checkout does: beside, dated back, renamed. */
    private FreshFile rewrite(String name, String text) throws IOException {
        Path file = git.directory().resolve(name);
        Path beside = write(name + ".tmp", text);
        Files.setLastModifiedTime(beside, FileTime.from(Instant.now().minus(Duration.ofSeconds(2))));
        FreshFile fresh = new FreshFile(name, oid(name), file, Files.size(beside), Files.getLastModifiedTime(beside));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        return fresh;
    }

    private void assertCleanWithoutReading() throws IOException {
        Files.deleteIfExists(marker);
        assertThat(git.run("status", "--porcelain", "-uno").text()).isEmpty();
        assertThat(marker).doesNotExist();
        git.run("fsck", "--no-progress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4"})
    void gitBelievesWithoutReading(String version) throws IOException {
        for (int i = 0; i < 300; i++) {
            write("models/layer-" + i + "/a fairly long name " + i + ".txt", "x" + i);
            write("models/layer-" + i + "/weights.bin", "weights " + i);
        }
        write("übung.bin", "weights");
        commit();
        git.run("update-index", "--index-version", version);
        List<FreshFile> fresh = List.of(
                rewrite("models/layer-0/weights.bin", "weights 0"),
                rewrite("models/layer-17/weights.bin", "weights 17"),
                rewrite("models/layer-299/weights.bin", "weights 299"),
                rewrite("übung.bin", "weights"));
        assertThat(Files.readAllBytes(index().path())[7]).isEqualTo(Byte.parseByte(version));

        assertThat(index().refresh(fresh)).isTrue();

        assertCleanWithoutReading();
    }

    @Test
    void withoutItGitReadsTheFileAgain() throws IOException {
        write("model.bin", "weights");
        commit();
        rewrite("model.bin", "weights");
        Files.deleteIfExists(marker);
        git.run("status", "--porcelain");
        assertThat(marker).exists();
    }

    @Test
    void readsVersionThreeWithItsLongerFlags() throws IOException {
        for (String name : List.of("a.bin", "ab.bin", "abc.bin", "abcd.bin", "hidden.txt")) {
            write(name, "weights");
        }
        commit();
        git.run("update-index", "--skip-worktree", "hidden.txt");
        write("intended.txt", "later");
        git.run("add", "--intent-to-add", "intended.txt");
        List<FreshFile> fresh = List.of(rewrite("ab.bin", "weights"), rewrite("abcd.bin", "weights"));
        assertThat(Files.readAllBytes(index().path())[7]).isEqualTo((byte) 3);

        assertThat(index().refresh(fresh)).isTrue();

        Files.deleteIfExists(marker);
        assertThat(git.run("status", "--porcelain").text()).isEqualTo(" A intended.txt\n");
        assertThat(marker).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4"})
    void keepsExtensionsTrue(String version) throws IOException {
        for (int i = 0; i < 200; i++) {
            write("d" + i % 7 + "/f" + i + ".bin", "weights " + i);
        }
        commit();
        git.run("config", "index.threads", "3");
        git.run("config", "core.untrackedCache", "true");
        git.run("update-index", "--index-version", version, "--untracked-cache");
        git.run("status", "--porcelain");
        FreshFile fresh = rewrite("d3/f10.bin", "weights 10");
        String before = new String(Files.readAllBytes(index().path()), StandardCharsets.ISO_8859_1);
        assertThat(before).contains("TREE").contains("UNTR").contains("EOIE").contains("IEOT");

        assertThat(index().refresh(List.of(fresh))).isTrue();

        assertCleanWithoutReading();
        assertThat(git.run("write-tree").line())
                .isEqualTo(git.run("rev-parse", "HEAD^{tree}").line());
    }

    @Test
    void worksInALinkedWorktree() throws IOException {
        write("model.bin", "weights");
        commit();
        git.run("worktree", "add", "-q", "../linked");
        git = new Git(folder.resolve("linked"), Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        FreshFile fresh = rewrite("model.bin", "weights");
        assertThat(index().refresh(List.of(fresh))).isTrue();
        assertCleanWithoutReading();
    }

    @Test
    void anEditOfTheSameSizeIsStillSeen() throws IOException {
        write("model.bin", "weights");
        commit();
        FreshFile fresh = rewrite("model.bin", "weights");
        assertThat(index().refresh(List.of(fresh))).isTrue();
        write("model.bin", "WEIGHTZ");
        assertThat(git.run("status", "--porcelain").text()).isEqualTo(" M model.bin\n");
    }

    @Test
    void leavesAloneWhatWasTouchedSinceOrStandsForAnotherBlob() throws IOException {
        write("touched.bin", "weights");
        write("other.bin", "weights");
        commit();
        FreshFile touched = rewrite("touched.bin", "weights");
        write("touched.bin", "edited!");
        FreshFile other = rewrite("other.bin", "another");
        FreshFile wrong = new FreshFile(
                other.path(), git.run("rev-parse", ":.gitattributes").line(), other.file(), 7, other.modified());
        byte[] before = Files.readAllBytes(index().path());

        assertThat(index().refresh(List.of(touched, wrong))).isTrue();

        assertThat(index().path()).hasBinaryContent(before);
        assertThat(git.run("status", "--porcelain").text()).isEqualTo(" M other.bin\n M touched.bin\n");
    }

    @Test
    void keepsTheZerosOfAnIndexWithoutChecksum() throws IOException {
        write("model.bin", "weights");
        commit();
        FreshFile fresh = rewrite("model.bin", "weights");
        byte[] bytes = Files.readAllBytes(index().path());
        Arrays.fill(bytes, bytes.length - 20, bytes.length, (byte) 0);
        Files.write(index().path(), bytes);

        assertThat(index().refresh(List.of(fresh))).isTrue();

        byte[] after = Files.readAllBytes(index().path());
        assertThat(Arrays.copyOfRange(after, after.length - 20, after.length)).containsOnly(0);
        assertThat(after).isNotEqualTo(bytes);
    }

    @Test
    void refusesToTouchALockedIndex() throws IOException {
        write("model.bin", "weights");
        commit();
        FreshFile fresh = rewrite("model.bin", "weights");
        Path lock = write(".git/index.lock", "someone's");
        assertThatThrownBy(() -> index().refresh(List.of(fresh)))
                .isInstanceOf(IndexLockedException.class)
                .hasMessageContaining("locked")
                .hasMessageContaining(lock.toString());
        assertThat(lock).hasContent("someone's");
    }

    @Test
    void leavesSplitAndSparseIndexesToGit() throws IOException {
        write("model.bin", "weights");
        write("far/away.txt", "x");
        commit();
        FreshFile fresh = rewrite("model.bin", "weights");
        git.run("update-index", "--split-index");
        assertUnsupported(fresh);
        git.run("update-index", "--no-split-index");
        git.run("sparse-checkout", "set", "--cone", "--sparse-index", "near");
        assertUnsupported(fresh);
    }

    @Test
    void leavesIndexesWithSha256ToGit() throws IOException {
        Path other = Files.createDirectory(folder.resolve("sha256"));
        git = git.elsewhere(other);
        git.run("init", "-q", "--object-format=sha256");
        write("model.bin", "weights");
        git.run("add", "model.bin");
        FreshFile fresh = rewrite("model.bin", "weights");
        assertUnsupported(fresh);
        assertUnsupported(new FreshFile("model.bin", fresh.oid().substring(0, 40), fresh.file(), 7, fresh.modified()));
    }

    @Test
    void leavesDamagedIndexesToGit() throws IOException {
        write("model.bin", "weights");
        commit();
        FreshFile fresh = rewrite("model.bin", "weights");
        byte[] good = Files.readAllBytes(index().path());
        for (int length = 0; length < good.length; length++) {
            Files.write(index().path(), Arrays.copyOf(good, length));
            assertUnsupported(fresh);
        }
    }

    private void assertUnsupported(FreshFile fresh) throws IOException {
        byte[] before = Files.readAllBytes(index().path());
        assertThat(index().refresh(List.of(fresh))).isFalse();
        assertThat(index().path()).hasBinaryContent(before);
        assertThat(index().path().resolveSibling("index.lock")).doesNotExist();
    }
}
