// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/** Finds out whether anything would be lost with a worktree. */
public final class TreeState {
    private static final int SHORT = 10;

    private final Git git;

    /** Takes git, in the worktree. */
    public TreeState(Git git) {
        this.git = git;
    }

    /** Tells whether git sees a change, or a file that it neither has nor ignores; in submodules, too. */
    public boolean isDirty() throws IOException {
        return !git.run("status", "--porcelain", "--ignore-submodules=none", "--untracked-files=normal")
                .line()
                .isEmpty();
    }

    /**
     * Counts the commits that only this worktree's HEAD and branch have: no remote, tag or other branch.
     *
     * @param branch its branch, if any
     */
    public int unsavedCommits(Optional<String> branch) throws IOException {
        List<String> command = new ArrayList<>(List.of("rev-list", "--count", "HEAD", "--not", "--remotes", "--tags"));
        branch.ifPresent(name -> command.add("--exclude=" + name));
        command.add("--branches");
        return Integer.parseInt(git.run(command.toArray(String[]::new)).line());
    }

    /** Says why a worktree may not go, or nothing if it may. */
    public Optional<String> obstacle(LinkedTree tree) throws IOException {
        if (tree.isMain()) {
            return Optional.of("it is the main worktree");
        }
        if (tree.lock().isPresent()) {
            String reason =
                    tree.lock().get().isEmpty() ? "" : " (" + tree.lock().get() + ")";
            return Optional.of("it is locked" + reason + "; 'git worktree unlock " + tree.path() + "' unlocks it");
        }
        if (tree.isGone()) {
            return Optional.of("its folder is gone; 'git worktree prune' forgets it");
        }
        if (isDirty()) {
            return Optional.of("it has changes that are not committed; commit them, or add --discard");
        }
        int unsaved = tree.head().isPresent() ? unsavedCommits(tree.branch()) : 0;
        if (unsaved > 0) {
            return Optional.of((unsaved == 1 ? "a commit of it is" : unsaved + " commits of it are")
                    + " on no remote, tag or other branch (" + tree.head().get().substring(0, SHORT)
                    + "); push or merge, or add --discard");
        }
        return Optional.empty();
    }
}
