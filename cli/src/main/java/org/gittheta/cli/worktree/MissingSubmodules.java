// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Checks submodules out that paths lead into and that are not there yet, from where {@code .gitmodules} says.
 *
 * @param git git, in the worktree
 * @param top its topmost folder
 */
public record MissingSubmodules(Git git, Path top) {
    /**
     * Does so, down to the innermost that a path names.
     *
     * @param paths files or patterns of them, absolute
     * @return whether there were any
     * @throws CommandException if one cannot be had
     */
    public boolean checkOut(Collection<Path> paths) throws IOException {
        boolean isAny = false;
        for (Submodule submodule : Submodule.of(git)) {
            Path folder = top.resolve(submodule.path());
            if (paths.stream().noneMatch(path -> path.startsWith(folder))) {
                continue;
            }
            if (!submodule.isIn(top)) {
                Git.Output output =
                        git.attempt(new byte[0], "submodule", "--quiet", "update", "--init", "--", submodule.path());
                if (output.exitCode() != 0) {
                    throw new CommandException(
                            ExitCode.NEGATIVE,
                            "the submodule " + submodule.path() + " is not here, and git could not get it: "
                                    + output.errors().strip().lines().reduce("", (first, last) -> last));
                }
                isAny = true;
            }
            isAny |= new MissingSubmodules(git.elsewhere(folder), folder).checkOut(paths);
        }
        return isAny;
    }
}
