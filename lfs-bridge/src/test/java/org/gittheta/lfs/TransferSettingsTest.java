// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.history.StubFiles;
import org.gittheta.lfs.push.ObjectPush;
import org.gittheta.lfs.push.PushException;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moves objects under settings and from clones that are not the usual ones, to a remote that is a folder. */
@Timeout(60)
class TransferSettingsTest {
    private static final StoredObject FIRST = StubFiles.object("first");
    private static final StoredObject SECOND = StubFiles.object("second");

    @TempDir
    private Path folder;

    private Path root;
    private Repositories repositories;
    private Git git;
    private String url;

    @BeforeEach
    void commitStub() throws IOException {
        root = folder.toRealPath();
        repositories = Repositories.in(root);
        repositories.assumeGitLfs();
        Git server = repositories.bare("server.git");
        server.run("config", "uploadpack.allowFilter", "true");
        url = "file://" + server.directory();
        git = repositories.make("work");
        git.run("remote", "add", "origin", url);
        commit(git, root.resolve("work/.git/lfs"), "first");
    }

    /** Commits a stub as an add would: with its object in the store. */
    private static void commit(Git in, Path lfs, String name) throws IOException {
        Repositories.store(lfs, StubFiles.content(name));
        StubFiles.commit(in, name + ".bin", name);
    }

    private static FileObjectStore store(Git of) {
        return new FileObjectStore(of.directory().resolve(".git/lfs"));
    }

    private static ObjectPush pushing(Git from) {
        return new ObjectPush(from, store(from), Optional.of("refs/theta/pointers"), false);
    }

    /** Pushes objects and then the branch, as git does. */
    private static void push(Git from, String remote) throws IOException {
        pushing(from).push(remote, List.of("HEAD"));
        from.run("push", "-q", "--no-verify", remote, "HEAD:main");
    }

    private static Download.Result download(Git to, StoredObject object) throws IOException {
        return new Download(to, store(to), false).fetch(List.of("origin"), List.of(object));
    }

    private boolean isServed(StoredObject object) throws IOException {
        return new FileObjectStore(root.resolve("server.git/lfs")).isExposed(object);
    }

    private Git cloned(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("clone", "-q"));
        words.addAll(List.of(options));
        words.addAll(List.of(url, "clone"));
        new Git(root, repositories.environment()).run(words.toArray(String[]::new));
        return repositories.git("clone");
    }

    private static long missing(Git in) throws IOException {
        return in.run("rev-list", "--objects", "--all", "--missing=print")
                .text()
                .lines()
                .filter(line -> line.startsWith("?"))
                .count();
    }

    @Test
    void withoutGitLfsBothDirectionsSayWhatToInstall() throws IOException {
        push(git, "origin");
        Path programs = Files.createDirectories(root.resolve("programs"));
        for (String name : List.of("git", "sh")) {
            Files.createSymbolicLink(programs.resolve(name), onPath(name));
        }
        Map<String, String> environment = new HashMap<>(repositories.environment());
        environment.put("PATH", programs.toString());
        Git without = new Git(git.directory(), environment);

        pushing(without).push("origin", List.of("HEAD"));
        commit(git, root.resolve("work/.git/lfs"), "second");
        assertThatExceptionOfType(PushException.class)
                .isThrownBy(() -> pushing(without).push("origin", List.of("HEAD")))
                .withMessage("git-lfs is not installed, and the objects of checkpoints cannot be uploaded without:"
                        + " install git-lfs 3.3 or newer, then push again");
        TemporaryFiles.deleteTree(root.resolve("work/.git/lfs"));
        Download.Result result = download(without, FIRST);
        assertThat(result.missing()).containsExactly(FIRST);
        assertThat(result.reason())
                .startsWith("git-lfs, which downloads objects, is not installed")
                .doesNotContain("\n");
    }

    private static Path onPath(String program) {
        for (String entry : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(entry, program))) {
                return Path.of(entry, program);
            }
        }
        throw new AssertionError("no " + program);
    }

    @Test
    void whatGitLfsIsToldToLeaveOutCountsForItsOwnFilesOnly() throws IOException {
        push(git, "origin");
        Git clone = cloned();
        Files.writeString(clone.directory().resolve(".lfsconfig"), "[lfs]\n\tfetchexclude = *\n");
        clone.run("config", "lfs.fetchinclude", "nothing/at/all");
        assertThat(download(clone, FIRST).missing()).isEmpty();
        clone.run("config", "lfs.fetchexclude", "*");
        TemporaryFiles.deleteTree(clone.directory().resolve(".git/lfs"));
        assertThat(download(clone, FIRST).missing()).isEmpty();
    }

    @Test
    void aPartialClonePushesAndDownloadsWithoutGettingBlobs() throws IOException {
        push(git, "origin");
        git.run("rm", "-q", "first.bin");
        commit(git, root.resolve("work/.git/lfs"), "second");
        push(git, "origin");
        Git clone = cloned("--filter=blob:none", "--no-checkout");
        clone.run("reset", "-q");
        commit(clone, clone.directory().resolve(".git/lfs"), "third");
        long before = missing(clone);
        assertThat(before).as("blobs that a partial clone lacks").isPositive();

        assertThat(download(clone, SECOND).missing()).isEmpty();
        push(clone, "origin");

        assertThat(isServed(StubFiles.object("third"))).isTrue();
        assertThat(missing(clone)).isEqualTo(before);
    }

    @Test
    void aShallowClonePushes() throws IOException {
        commit(git, root.resolve("work/.git/lfs"), "second");
        push(git, "origin");
        Git clone = cloned("--depth=1");
        assertThat(download(clone, SECOND).missing()).isEmpty();
        commit(clone, clone.directory().resolve(".git/lfs"), "third");
        push(clone, "origin");
        assertThat(isServed(StubFiles.object("third"))).isTrue();
    }

    @Test
    void aRemoteMayBeGivenByItsUrl() throws IOException {
        push(git, url);
        assertThat(isServed(FIRST)).isTrue();
        assertThat(pushing(git).pending(url, List.of("HEAD")).objects()).isEmpty();
        commit(git, root.resolve("work/.git/lfs"), "second");
        push(git, url);
        assertThat(isServed(SECOND)).isTrue();
        assertThat(new Git(root, repositories.environment())
                        .run("ls-remote", url, "refs/theta/pointers")
                        .text())
                .contains("refs/theta/pointers");
    }

    @Test
    void aGarbageCollectionBesideLosesNothing() throws IOException {
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> collecting = CompletableFuture.runAsync(() -> {
            while (!isOver.get()) {
                try {
                    // Two that meet say so and end with an error.
                    git.attempt(new byte[0], "gc", "--quiet", "--prune=now");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        try {
            for (String name : List.of("a")) {
                commit(git, root.resolve("work/.git/lfs"), name);
                push(git, "origin");
                assertThat(isServed(StubFiles.object(name))).isTrue();
                TemporaryFiles.deleteTree(root.resolve("work/.git/lfs"));
                assertThat(download(git, StubFiles.object(name)).missing()).isEmpty();
            }
        } finally {
            isOver.set(true);
            collecting.join();
        }
        git.run("fsck", "--strict");
    }

    @Test
    void theStoreMayLieElsewhereAlsoOnAnotherFileSystem() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "needs a second file system: /dev/shm");
        Path elsewhere = Files.createTempDirectory(memory, "lfs");
        try {
            git.run("config", "lfs.storage", elsewhere.toString());
            FileObjectStore there = new FileObjectStore(elsewhere);
            Repositories.store(elsewhere, StubFiles.content("first"));
            TemporaryFiles.deleteTree(root.resolve("work/.git/lfs"));
            new ObjectPush(git, there, Optional.empty(), false).push("origin", List.of("HEAD"));
            assertThat(isServed(FIRST)).isTrue();

            TemporaryFiles.deleteTree(elsewhere);
            assertThat(new Download(git, there, false)
                            .fetch(List.of("origin"), List.of(FIRST))
                            .missing())
                    .isEmpty();
            assertThat(there.absent(List.of(FIRST))).isEmpty();
            assertThat(root.resolve("work/.git/lfs/objects")).doesNotExist();
        } finally {
            TemporaryFiles.deleteTree(elsewhere);
        }
    }
}
