// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a history over from Git LFS, gives it back, and undoes that. */
class MigrateCommandIT {
    private static final int KILLS = Integer.getInteger("gittheta.kills", 6) / 3;
    private static final long SEED = Long.getLong("gittheta.seed", System.nanoTime());
    private static final String LFS = " filter=lfs diff=lfs merge=lfs -text\n";
    private static final String ODD = "odd dir/ä \"m\".safetensors";
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;
    private TrackedRepository linked;

    /** Makes two branches with a merge, tags, an empty commit, a note, and a linked worktree. */
    @BeforeEach
    void makeRepository() throws IOException {
        sandbox = Sandbox.in(folder);
        sandbox.assumeGitLfs();
        sandbox.install();
        sandbox.git(folder, "lfs", "install", "--skip-repo");
        repository = new TrackedRepository(sandbox, sandbox.repository("r"));
        repository.commit(".gitattributes", ("*.safetensors" + LFS + "*.psd" + LFS).getBytes(StandardCharsets.UTF_8));
        repository.write(ODD, TWO);
        repository.path(ODD).toFile().setExecutable(true);
        repository.write("a.psd", new byte[] {1, 2, 3});
        repository.commit("m.safetensors", ONE);
        repository.git("tag", "-m", "first", "v1");
        repository.git("branch", "side");
        repository.commit("m.safetensors", TWO);
        repository.commit("empty");
        repository.git("worktree", "add", "-q", sandbox.root().resolve("linked").toString(), "side");
        linked = repository.at(sandbox.root().resolve("linked"));
        linked.commit("s.safetensors", ONE);
        repository.git("merge", "-q", "--no-edit", "side");
        repository.git("notes", "add", "-m", "noted", "HEAD");
    }

    private Sandbox.Result migrate(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("migrate"));
        words.addAll(List.of(arguments));
        return sandbox.theta(repository.folder(), words.toArray(String[]::new));
    }

    private void assertNothingToSee() throws IOException {
        for (TrackedRepository worktree : List.of(repository, linked)) {
            worktree.assertClean();
            worktree.assertHolds(ODD, TWO);
            worktree.assertHolds("s.safetensors", ONE);
        }
        repository.git("fsck", "--full", "--strict");
    }

    @Test
    void aHistoryGoesFromGitLfsToStubsAndToPlainFilesAndBack() throws IOException {
        String before =
                repository.git("for-each-ref", "refs/heads", "refs/tags").out();
        String said = migrate("import", "--include", "*.safetensors", "--everything")
                .succeeded()
                .out();
        assertThat(said).contains("Converted 2 versions", "To undo: git theta migrate undo ");
        assertNothingToSee();
        assertThat(repository.stub("HEAD:m.safetensors")).startsWith("git-theta stub 1");
        assertThat(repository.stub("v1:" + ODD)).startsWith("git-theta stub 1");
        assertThat(repository.git("ls-tree", "HEAD", "odd dir/").out()).startsWith("100755");
        assertThat(repository.stub("HEAD:a.psd")).startsWith("version https://git-lfs");
        assertThat(repository.stub("main~1:.gitattributes"))
                .isEqualTo("*.safetensors filter=theta diff=theta merge=theta -text\n*.psd" + LFS);
        assertThat(repository.git("log", "-1", "--format=%N").out()).contains("noted");
        Files.delete(repository.path("m.safetensors"));
        repository.git("checkout", "--", "m.safetensors");
        repository.assertHolds("m.safetensors", TWO);

        migrate("export", "--everything").succeeded();
        assertNothingToSee();
        assertThat(repository.git("cat-file", "blob", "v1:m.safetensors").bytes())
                .isEqualTo(ONE);
        // As it is when git is killed while it moves the refs: one has not moved.
        repository.git("update-ref", "refs/tags/v1", repository.id("refs/theta/original/" + newest() + "/tags/v1"));
        migrate("undo").succeeded();
        assertNothingToSee();
        migrate("export", "--to", "lfs", "--everything").succeeded();
        assertNothingToSee();
        assertThat(repository.git("lfs", "fsck").out()).contains("OK");
        // Nothing but the files had changed, so that the way there and back leads to the same commits.
        assertThat(repository.git("for-each-ref", "refs/heads", "refs/tags").out())
                .isEqualTo(before);
    }

    private String newest() throws IOException {
        List<String> names = repository
                .git("for-each-ref", "--format=%(refname)", "refs/theta/original")
                .out()
                .lines()
                .toList();
        return names.get(names.size() - 1).split("/", -1)[3];
    }

    @Test
    void plainFilesBecomeStubsAndUndoingThatLeavesNoTrace() throws IOException {
        TrackedRepository plain = new TrackedRepository(sandbox, sandbox.repository("plain"));
        String commit = plain.commit("m.safetensors", ONE);
        sandbox.theta(plain.folder(), "migrate", "import", "--include", "*.safetensors")
                .succeeded();
        plain.assertClean();
        assertThat(plain.stub("HEAD:m.safetensors")).startsWith("git-theta stub 1");
        sandbox.theta(plain.folder(), "migrate", "undo").succeeded();
        assertThat(plain.id("HEAD")).isEqualTo(commit);
        plain.assertClean();
        plain.assertHolds("m.safetensors", ONE);
        assertThat(plain.git("for-each-ref", "--format=%(refname)").out()).isEqualTo("refs/heads/main\n");
    }

    @Test
    void whatIsNotCommittedInAWorktreeOfARewrittenBranchStopsItAndIsNamed() throws IOException {
        String before = repository.git("for-each-ref").out();
        linked.write("s.safetensors", TWO);
        Sandbox.Result refused = migrate("import", "--everything").exitedWith(3);
        assertThat(refused.err()).contains(linked.folder().toString(), "s.safetensors", "commit or stash");
        assertThat(migrate("import", "--everything", "--dry-run").succeeded().out())
                .contains("Would convert 3 versions");
        assertThat(repository.git("for-each-ref").out()).isEqualTo(before);

        migrate("import", "main").succeeded();
        repository.assertClean();
        linked.assertHolds("s.safetensors", TWO);
        repository.commit("later");
        assertThat(migrate("undo").exitedWith(3).err()).contains("refs/heads/main has moved");
    }

    @Test
    void objectsOfGitLfsThatAreNotHereAreFetchedAndThoseThatNobodyHasAreNamed() throws IOException {
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        repository.git("push", "-q", "origin", "main");
        sandbox.with("GIT_LFS_SKIP_SMUDGE", "1")
                .git(sandbox.root(), "clone", "-q", server.toUri().toString(), "clone");
        TrackedRepository clone = repository.at(sandbox.root().resolve("clone"));
        StoreFiles.delete(server.resolve("lfs"));
        Sandbox.Result refused =
                sandbox.theta(clone.folder(), "migrate", "import").exitedWith(5);
        assertThat(refused.err()).contains("the Git LFS object ", " of a.psd, and 2 more,", "nothing was changed");
        clone.assertClean();

        repository.git("lfs", "push", "--all", "origin", "main");
        sandbox.theta(clone.folder(), "migrate", "import", "-X", "*.psd").succeeded();
        clone.assertClean();
        assertThat(Files.readString(clone.path("m.safetensors"))).startsWith("git-theta stub");
        assertThat(clone.store().temporary()).isEmpty();
        sandbox.theta(clone.folder(), "pull").succeeded();
        clone.assertHolds("m.safetensors", TWO);
        clone.assertClean();
    }

    @Test
    void attributesThatWouldStillSayOtherwiseAreRefused() throws IOException {
        repository.write("odd dir/.gitattributes", ("*m*" + LFS).getBytes(StandardCharsets.UTF_8));
        repository.commit("nested");
        String before = repository.git("for-each-ref").out();
        Sandbox.Result refused = migrate("import", "--include", "*.safetensors").exitedWith(3);
        assertThat(refused.err()).contains("odd dir/", "filter=lfs", "--include");
        assertThat(repository.git("for-each-ref").out()).isEqualTo(before);
        migrate("import", "--include", "*.safetensors", "--include", "*m*").succeeded();
        repository.assertClean();
    }

    /** Git's own reset is all that is needed where the kill came between the refs and the index. */
    @Test
    void killedAtAnyMomentAllRefsAreOldOrAllAreNew() throws Exception {
        String before =
                repository.git("for-each-ref", "refs/heads", "refs/tags").out();
        Duration time = migrate("import", "--everything").succeeded().time();
        String after = repository.git("for-each-ref", "refs/heads", "refs/tags").out();
        migrate("undo").succeeded();
        Random random = new Random(SEED);
        for (int round = 0; round < KILLS; round++) {
            Running running = Running.start(repository, "theta", "migrate", "import", "--everything");
            running.letRun((long) ((0.3 + 0.7 * random.nextDouble()) * time.toNanos()));
            running.kill();
            String now =
                    repository.git("for-each-ref", "refs/heads", "refs/tags").out();
            assertThat(now).as("refs, seed %s", SEED).isIn(before, after);
            for (TrackedRepository worktree : List.of(repository, linked)) {
                Files.deleteIfExists(
                        Path.of(worktree.git("rev-parse", "--path-format=absolute", "--git-path", "index.lock")
                                .out()
                                .strip()));
                worktree.git("reset", "-q", "--hard");
            }
            assertNothingToSee();
            if (now.equals(after)) {
                migrate("undo").succeeded();
            }
        }
        migrate("import", "--everything").succeeded();
        assertThat(repository.git("for-each-ref", "refs/heads", "refs/tags").out())
                .isEqualTo(after);
        assertNothingToSee();
    }
}
