// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/** Matches paths of submodules: {@code *} within a folder's name, {@code **} across them. */
final class PathGlob {
    private PathGlob() {}

    static boolean matches(String glob, String path) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path));
        } catch (PatternSyntaxException e) {
            throw new CommandException(ExitCode.USAGE, "'" + glob + "' is no pattern: " + e.getDescription());
        }
    }
}
