// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.lfs.Repositories;
import org.gittheta.lfs.pointer.Pointer;
import org.gittheta.lfs.pointer.PointerCommit;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for stubs wherever somebody can still get at them. */
class ReachableTest {
    @TempDir
    private Path folder;

    private Repositories repositories;
    private Git git;

    @BeforeEach
    void makeRepository() throws IOException {
        repositories = Repositories.in(folder.toRealPath());
        git = repositories.make("r");
        StubFiles.commit(git, "m.bin", "first");
    }

    /** Returns the objects that are found from a worktree, and those of pointers. */
    private static Set<StoredObject> found(Git from) throws IOException {
        RepositoryLayout layout =
                RepositoryLayout.find(from.directory(), Map.of()).orElseThrow();
        Set<StoredObject> found = new HashSet<>();
        new StubWalk(from).reachable(Reachable.revisions(from, layout.commonDirectory()), new StubVisitor() {
            @Override
            public void visit(FoundStub stub) {
                found.addAll(stub.stub().objects());
            }

            @Override
            public void pointer(String path, StoredObject object) {
                found.add(object);
            }
        });
        return found;
    }

    private static void assertFound(Git from, String... names) throws IOException {
        List<StoredObject> expected = new ArrayList<>();
        for (String name : names) {
            expected.add(StubFiles.object(name));
        }
        assertThat(found(from)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private Git worktree(String name, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("worktree", "add", "-q"));
        words.addAll(List.of(options));
        words.add(folder.toRealPath().resolve(name).toString());
        git.run(words.toArray(String[]::new));
        return repositories.git(name);
    }

    @Test
    void refsOfAnyKindAndTheIndexCount() throws IOException {
        StubFiles.stage(git, "staged.bin", "staged");
        Files.write(git.directory().resolve("tagged"), StubFiles.stub("tagged"));
        git.run("tag", "blob", git.run("hash-object", "-w", "tagged").line());
        Files.write(git.directory().resolve("loose"), StubFiles.stub("in no ref at all"));
        git.run("hash-object", "-w", "loose");

        assertFound(git, "first", "staged", "tagged");
    }

    @Test
    void commitsThatJujutsuKeepsCount() throws IOException {
        StubFiles.commit(git, "m.bin", "of a change of jj's");
        git.run("update-ref", "refs/jj/keep/" + git.run("rev-parse", "HEAD").line(), "HEAD");
        git.run("reset", "-q", "--hard", "HEAD~1");
        git.run("reflog", "expire", "--expire=now", "--all");

        assertFound(git, "first", "of a change of jj's");
    }

    @Test
    void whatOnlyAReflogOrAStashHasCounts() throws IOException {
        StubFiles.commit(git, "m.bin", "dropped");
        git.run("reset", "-q", "--hard", "HEAD~1");
        StubFiles.stage(git, "m.bin", "stashed");
        git.run("stash", "push", "-q");
        StubFiles.stage(git, "m.bin", "stashed before");
        git.run("stash", "push", "-q");

        assertFound(git, "first", "dropped", "stashed", "stashed before");
    }

    @Test
    void everyWorktreeCountsFromEveryOther() throws IOException {
        Git detached = worktree("detached", "--detach");
        StubFiles.commit(detached, "m.bin", "detached");
        StubFiles.stage(detached, "m.bin", "staged there");
        Git gone = worktree("gone", "--detach");
        StubFiles.commit(gone, "m.bin", "of a worktree whose folder is gone");
        TemporaryFiles.deleteTree(gone.directory());
        Git bisecting = worktree("bisecting", "--detach");
        StubFiles.commit(bisecting, "m.bin", "bisected");
        bisecting.run("update-ref", "refs/bisect/bad", "HEAD");
        bisecting.run("reset", "-q", "--hard", "HEAD~1");
        bisecting.run("reflog", "expire", "--expire=now", "--all");

        String[] all = {"first", "detached", "staged there", "of a worktree whose folder is gone", "bisected"};
        assertFound(git, all);
        assertFound(detached, all);
        assertFound(bisecting, all);
    }

    @Test
    void whatIsBeingMergedOrWasFetchedFromAUrlCounts() throws IOException {
        Git other = repositories.make("other");
        other.run("pull", "-q", git.directory().toString(), "main");
        StubFiles.commit(other, "theirs.bin", "merged");
        StubFiles.commit(other, "theirs.bin", "merged, newer");
        Git linked = worktree("linked", "--detach");
        StubFiles.commit(linked, "m.bin", "ours");
        linked.run("fetch", "-q", other.directory().toString(), "main");
        linked.run("merge", "-q", "--no-commit", "FETCH_HEAD");
        Files.delete(Path.of(linked.run("rev-parse", "--path-format=absolute", "--git-path", "FETCH_HEAD")
                .line()));
        linked.run("rm", "-q", "-f", "theirs.bin");

        assertFound(git, "first", "ours", "merged", "merged, newer");

        linked.run("merge", "--abort");
        assertFound(git, "first", "ours");
        git.run("fetch", "-q", other.directory().toString(), "main");
        assertFound(linked, "first", "ours", "merged", "merged, newer");
    }

    @Test
    void pointersOfGitLfsAreShownAndOurOwnRefsAreNot() throws IOException {
        StoredObject plain = StubFiles.object("a file of git-lfs");
        Files.write(git.directory().resolve("plain.bin"), Pointer.of(plain));
        git.run("add", "plain.bin");
        String commit = new PointerCommit(git).write(Optional.empty(), List.of(StubFiles.object("pushed")));
        git.run("update-ref", "refs/theta/remotes/origin/pointers", commit);

        assertFound(git, "first", "a file of git-lfs");
    }

    @Test
    void anEmptyRepositoryReachesNothing() throws IOException {
        assertThat(found(repositories.make("empty"))).isEmpty();
    }

    @Test
    void aShallowAndAPartialCloneReachWhatTheyHave() throws IOException {
        StubFiles.commit(git, "m.bin", "second");
        git.run("config", "uploadpack.allowFilter", "true");
        String url = "file://" + git.directory();
        Git here = new Git(folder.toRealPath(), repositories.environment());
        here.run("clone", "-q", "--depth=1", url, "shallow");
        here.run("clone", "-q", "--filter=blob:none", url, "partial");

        assertFound(repositories.git("shallow"), "second");
        assertFound(repositories.git("partial"), "second");
        here.run("clone", "-q", "--no-checkout", "--filter=tree:0", url, "treeless");
        assertFound(repositories.git("treeless"));
    }
}
