// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/**
 * Says what becomes of the name of an idea.
 *
 * @param name the name as it was given
 * @param branch its branch, without {@code refs/heads/}
 * @param path its folder
 */
public record IdeaPlan(String name, String branch, Path path) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.+/-]*");

    /**
     * Decides.
     *
     * @param name letters, digits and {@code _ . + - /}
     * @param prefix what stands before it in the branch's name
     * @param directory the folder that gets its folder, from the top of the main worktree
     * @throws CommandException if the name is none
     */
    public static IdeaPlan of(String name, String prefix, String directory, Path mainTop) {
        if (!NAME.matcher(name).matches() || name.contains("..") || name.contains("//") || name.endsWith("/")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + name + "' cannot name a worktree: use letters, digits and _ . + - /, a letter first");
        }
        try {
            Path path = mainTop.resolve(directory).resolve(name).normalize();
            return new IdeaPlan(name, prefix + name, path);
        } catch (InvalidPathException e) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "theta.worktree.directory is \"" + directory + "\", which is no path");
        }
    }
}
