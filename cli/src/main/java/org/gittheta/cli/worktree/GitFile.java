// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Undoes what git-annex does to a linked worktree: it makes {@code .git} a link, and git then removes none such. */
final class GitFile {
    private GitFile() {}

    /** Makes {@code .git} of a worktree the file that git made, if it is a link. */
    static void restore(Path top) throws IOException {
        Path link = top.resolve(".git");
        if (Files.isSymbolicLink(link)) {
            String directory = link.toRealPath().toString();
            Files.delete(link);
            Files.writeString(link, "gitdir: " + directory + "\n");
        }
    }
}
