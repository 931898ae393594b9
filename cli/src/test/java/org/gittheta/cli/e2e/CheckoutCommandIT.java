// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts checkpoints into worktrees of every kind, and breaks what may break on the way. */
class CheckoutCommandIT {
    private static final byte[] OLD = TinyCheckpoint.of(1, 2);
    private static final byte[] NEW = TinyCheckpoint.of(1, 3);
    private static final byte[] EDITED = TinyCheckpoint.of(4, 4);
    private static final String MODEL = "models/größe 1/model.safetensors";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;
    private Path model;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.in(sandbox, "r").folder();
        model = repository.resolve(MODEL);
        sandbox.write(repository, MODEL, OLD);
        sandbox.write(repository, "notes.txt", "old");
        sandbox.commit(repository, "old");
        sandbox.write(repository, MODEL, NEW);
        sandbox.write(repository, "notes.txt", "new");
        sandbox.commit(repository, "new");
    }

    /** Leaves stubs where checkpoints were. */
    private void leaveStubs(Path worktree) throws IOException {
        Files.delete(worktree.resolve(MODEL));
        sandbox.with("GIT_THETA_SKIP_SMUDGE", "1").git(worktree, "checkout", "-q", "--", MODEL);
        assertThat(worktree.resolve(MODEL)).content().startsWith("git-theta stub 1\n");
    }

    /** Checks that git finds nothing changed, and that it asked no filter to find out. */
    private void assertCleanWithoutFilter(Path worktree) throws IOException {
        Sandbox.Result status = sandbox.with("GIT_TRACE", "1").git(worktree, "status", "--porcelain");
        assertThat(status.out()).isEmpty();
        assertThat(status.err()).doesNotContain("filter-process");
        try (Stream<Path> files = Files.list(worktree.resolve(MODEL).getParent())) {
            assertThat(files).containsExactly(worktree.resolve(MODEL));
        }
    }

    @Test
    void fillsStubsAndGaps() throws IOException {
        leaveStubs(repository);
        assertThat(sandbox.theta(repository, "checkout").succeeded().err()).startsWith("Wrote 1 checkpoint (");
        assertThat(model).hasBinaryContent(NEW);
        assertCleanWithoutFilter(repository);

        Files.delete(model);
        assertThat(sandbox.theta(repository, "checkout", "-q").succeeded().err())
                .isEmpty();
        assertThat(model).hasBinaryContent(NEW);
        assertCleanWithoutFilter(repository);
    }

    @Test
    void fillingNeverOverwritesAnEdit() throws IOException {
        Files.write(model, EDITED);
        sandbox.theta(repository, "checkout").succeeded();
        assertThat(model).hasBinaryContent(EDITED);
    }

    @Test
    void namedPathsAreOverwrittenFromTheIndex() throws IOException {
        Files.write(model, EDITED);
        Files.writeString(repository.resolve("notes.txt"), "edited");
        sandbox.theta(model.getParent(), "checkout", "--", "model.safetensors", "../../notes.txt")
                .succeeded();
        assertThat(model).hasBinaryContent(NEW);
        assertThat(repository.resolve("notes.txt")).hasContent("new");
        assertCleanWithoutFilter(repository);
    }

    @Test
    void pathsOfACommitAreStagedToo() throws IOException {
        sandbox.theta(repository, "checkout", "HEAD~1", ".").succeeded();
        assertThat(model).hasBinaryContent(OLD);
        Sandbox.Result status = sandbox.with("GIT_TRACE", "1").git(repository, "status", "--porcelain", "-z");
        assertThat(status.out().split("\0", -1)).containsExactly("M  " + MODEL, "M  notes.txt", "");
        assertThat(status.err()).doesNotContain("filter-process");
        assertThat(sandbox.git(repository, "diff", "--quiet", "--cached", "HEAD~1")
                        .exitCode())
                .isZero();
    }

    @Test
    void switchesBranches() throws IOException {
        sandbox.theta(repository, "checkout", "-b", "before", "HEAD~1").succeeded();
        assertThat(model).hasBinaryContent(OLD);
        assertThat(sandbox.git(repository, "branch", "--show-current").out()).isEqualTo("before\n");
        assertCleanWithoutFilter(repository);

        sandbox.theta(repository, "checkout", "main").succeeded();
        assertThat(model).hasBinaryContent(NEW);
        assertCleanWithoutFilter(repository);

        sandbox.theta(repository, "checkout", "-").succeeded();
        assertThat(model).hasBinaryContent(OLD);
    }

    @Test
    void switchingDoesNotLoseAnEdit() throws IOException {
        Files.write(model, EDITED);
        assertThat(sandbox.theta(repository, "checkout", "HEAD~1").exitedWith(1).err())
                .contains("would be overwritten by checkout");
        assertThat(model).hasBinaryContent(EDITED);
    }

    @Test
    void aForcedSwitchLeavesNoStubs() throws IOException {
        for (String[] arguments : new String[][] {{"-f"}, {"-f", "main"}, {"-f", "--", MODEL}, {"-f", "HEAD", MODEL}}) {
            Files.write(model, EDITED);
            List<String> words = new ArrayList<>(List.of("checkout"));
            words.addAll(List.of(arguments));
            sandbox.theta(repository, words.toArray(String[]::new)).succeeded();
            assertThat(model).as("%s", words).hasBinaryContent(NEW);
            assertCleanWithoutFilter(repository);
        }
    }

    @Test
    void worksInALinkedWorktreeAndInOneOfABareRepository() throws IOException {
        Path linked = sandbox.worktree(repository, "linked");
        leaveStubs(linked);
        sandbox.theta(linked.resolve("models"), "checkout").succeeded();
        assertThat(linked.resolve(MODEL)).hasBinaryContent(NEW);
        assertCleanWithoutFilter(linked);

        Path bare = sandbox.root().resolve("bare");
        sandbox.git(repository, "clone", "-q", "--bare", ".", bare.toString());
        sandbox.git(
                bare, "config", "lfs.storage", repository.resolve(".git/lfs").toString());
        Path hosted = sandbox.worktree(bare, "hosted");
        leaveStubs(hosted);
        sandbox.theta(hosted, "checkout", "--", ".").succeeded();
        assertThat(hosted.resolve(MODEL)).hasBinaryContent(NEW);
        assertCleanWithoutFilter(hosted);
    }

    @Test
    void worksInAWorktreeOfASubmodule() throws IOException {
        Path parent = sandbox.repository("parent");
        Sandbox lazy = sandbox.with("GIT_THETA_SKIP_SMUDGE", "1");
        lazy.git(parent, "-c", "protocol.file.allow=always", "submodule", "-q", "add", repository.toString(), "sub");
        sandbox.git(
                parent.resolve("sub"),
                "config",
                "lfs.storage",
                repository.resolve(".git/lfs").toString());
        sandbox.theta(parent.resolve("sub"), "checkout").succeeded();
        assertThat(parent.resolve("sub").resolve(MODEL)).hasBinaryContent(NEW);
        assertCleanWithoutFilter(parent.resolve("sub"));
        Path linked = sandbox.root().resolve("of-submodule");
        lazy.git(parent.resolve("sub"), "worktree", "add", "-q", "-b", "linked", linked.toString());
        sandbox.theta(linked, "checkout").succeeded();
        assertThat(linked.resolve(MODEL)).hasBinaryContent(NEW);
        assertCleanWithoutFilter(linked);
    }

    @Test
    void executableFilesStayExecutable() throws IOException {
        sandbox.git(repository, "update-index", "--chmod=+x", MODEL);
        sandbox.git(repository, "commit", "-q", "-m", "executable");
        sandbox.theta(repository, "checkout", "--", MODEL).succeeded();
        assertThat(model).isExecutable();
        assertCleanWithoutFilter(repository);
    }

    @Test
    void aMissingObjectKeepsNeitherTheOldFileNorTheOtherFilesFromTheirPlace() throws IOException {
        byte[] other = TinyCheckpoint.of(7, 8);
        sandbox.write(repository, "other.safetensors", other);
        sandbox.commit(repository, "other");
        deleteObjects();
        sandbox.write(repository, "third.safetensors", TinyCheckpoint.of(9, 10));
        sandbox.commit(repository, "third");
        Files.delete(repository.resolve("third.safetensors"));
        Files.write(model, EDITED);

        Sandbox.Result result = sandbox.theta(repository, "checkout", "--", ".").exitedWith(5);

        assertThat(result.err()).contains("missing").contains("model.safetensors: ");
        assertThat(model).hasBinaryContent(EDITED);
        assertThat(repository.resolve("third.safetensors")).hasBinaryContent(TinyCheckpoint.of(9, 10));
        assertThat(repository.resolve("other.safetensors")).hasBinaryContent(other);
    }

    private void deleteObjects() throws IOException {
        try (Stream<Path> files = Files.walk(repository.resolve(".git/lfs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDamagedObjectLeavesTheOldFile() throws IOException {
        Files.write(model, EDITED);
        try (Stream<Path> files = Files.walk(repository.resolve(".git/lfs/theta/objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                file.toFile().setWritable(true);
                Files.write(file, bytes);
            }
        }
        sandbox.theta(repository, "checkout", "--", MODEL).exitedWith(4);
        assertThat(model).hasBinaryContent(EDITED);
        try (Stream<Path> files = Files.list(model.getParent())) {
            assertThat(files).containsExactly(model);
        }
    }

    @Test
    void neverWritesThroughALinkedFolder() throws IOException {
        Path outside = Files.createDirectory(sandbox.root().resolve("outside"));
        Files.delete(model);
        Files.delete(model.getParent());
        Files.createSymbolicLink(model.getParent(), outside);
        assertThat(sandbox.theta(repository, "checkout", "--", MODEL)
                        .exitedWith(6)
                        .err())
                .contains("symbolic link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void sparseCheckoutsKeepTheirGaps() throws IOException {
        sandbox.git(repository, "sparse-checkout", "set", "--no-cone", "/*", "!/models/");
        assertThat(model).doesNotExist();
        sandbox.theta(repository, "checkout").succeeded();
        sandbox.theta(repository, "checkout", "--", ".").succeeded();
        assertThat(model).doesNotExist();
        sandbox.theta(repository, "checkout", "--", MODEL).succeeded();
        assertThat(model).hasBinaryContent(NEW);
        assertCleanWithoutFilter(repository);
    }

    @Test
    void aSplitIndexIsRefreshedByGit() throws IOException {
        leaveStubs(repository);
        sandbox.git(repository, "update-index", "--split-index");
        sandbox.theta(repository, "checkout").succeeded();
        assertThat(model).hasBinaryContent(NEW);
        assertCleanWithoutFilter(repository);
    }

    @Test
    void aWordThatIsBothARevisionAndAFileIsRefused() throws IOException {
        sandbox.write(repository, "main", "a file");
        assertThat(sandbox.theta(repository, "checkout", "main").exitedWith(2).err())
                .contains("'main' is a revision and a file");
        assertThat(sandbox.theta(repository, "checkout", "nothing")
                        .exitedWith(2)
                        .err())
                .contains("'nothing' matches no file");
        assertThat(sandbox.theta(repository, "checkout", "nothing", "--", ".")
                        .exitedWith(2)
                        .err())
                .contains("no commit 'nothing'");
    }
}
