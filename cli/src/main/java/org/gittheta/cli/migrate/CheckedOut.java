// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Is a worktree, the main one or a linked one.
 *
 * @param top its topmost folder
 * @param branch the full name of the branch that is checked out there; empty if HEAD is detached
 * @param git git, run at the top and without what ties it to another worktree
 */
record CheckedOut(Path top, String branch, Git git) {
    private static final List<String> UNFINISHED =
            List.of("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG");

    /** Returns all worktrees whose folder is there. */
    static List<CheckedOut> all(Git git) throws IOException {
        List<CheckedOut> worktrees = new ArrayList<>();
        String folder = null;
        for (String part : git.run("worktree", "list", "--porcelain", "-z").parts()) {
            if (part.startsWith("worktree ")) {
                folder = part.substring("worktree ".length());
            } else if (part.startsWith("branch ") || part.equals("detached")) {
                String branch = part.equals("detached") ? "" : part.substring("branch ".length());
                if (folder != null && Files.isDirectory(Path.of(folder))) {
                    Git.Output top =
                            git.elsewhere(Path.of(folder)).attempt(new byte[0], "rev-parse", "--show-toplevel");
                    if (top.exitCode() == 0) {
                        Path at = Path.of(top.text().replaceFirst("\n$", ""));
                        worktrees.add(new CheckedOut(at, branch, git.elsewhere(at)));
                    }
                }
            }
        }
        return worktrees;
    }

    /** Says why history must not be rewritten below this worktree now, if there is a reason. */
    Optional<String> obstacle() throws IOException {
        for (String name : UNFINISHED) {
            if (Files.exists(gitPath(name))) {
                return Optional.of(
                        top + " is in the middle of a merge, rebase, cherry-pick, revert or bisect: finish or"
                                + " abort it first");
            }
        }
        Git.Output changed = git.run("status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all", "-z");
        if (!changed.parts().isEmpty()) {
            return Optional.of(top + " has changes that are not committed, such as to "
                    + changed.parts().get(0).substring(3) + ": commit or stash them first");
        }
        // It may become a file of the commit.
        if (!git.run("ls-files", "--others", "--", ":(top,literal).gitattributes")
                .parts()
                .isEmpty()) {
            return Optional.of(top + " has a .gitattributes that is not committed: commit or remove it first");
        }
        return Optional.empty();
    }

    /** Returns where git keeps something of this worktree. */
    Path gitPath(String name) throws IOException {
        return top.resolve(git.run("rev-parse", "--git-path", name).text().replaceFirst("\n$", ""));
    }
}
