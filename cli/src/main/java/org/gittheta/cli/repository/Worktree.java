// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.nio.file.Path;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Describes the worktree that a command runs in.
 *
 * @param top its topmost folder
 * @param prefix the path from there to the working directory, ending with {@code /}, or empty
 * @param index its index file, which may not exist
 */
public record Worktree(Path top, String prefix, Path index) {
    /**
     * Asks git.
     *
     * @throws CommandException outside a worktree
     */
    public static Worktree of(CommandContext context) throws IOException {
        context.repository();
        Git.Output output = context.git()
                .attempt(new byte[0], "rev-parse", "--show-toplevel", "--show-prefix", "--git-path", "index");
        String[] lines = output.text().split("\n", -1);
        if (output.exitCode() != 0 || lines.length < 3) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "this needs a worktree: run it in one, not in a bare repository or .git");
        }
        return new Worktree(
                Path.of(lines[0]),
                lines[1],
                context.directory().resolve(lines[2]).normalize());
    }

    /** Returns a path below the top as it is seen from the working directory. */
    public String shown(String path) {
        return shown(prefix, path);
    }

    /** Returns a path below the top as it is seen from the folder of that prefix. */
    public static String shown(String prefix, String path) {
        int common = 0;
        for (int i = 0; i < Math.min(prefix.length(), path.length()) && prefix.charAt(i) == path.charAt(i); i++) {
            if (prefix.charAt(i) == '/') {
                common = i + 1;
            }
        }
        int up = (int) prefix.substring(common).chars().filter(c -> c == '/').count();
        return "../".repeat(up) + path.substring(common);
    }
}
