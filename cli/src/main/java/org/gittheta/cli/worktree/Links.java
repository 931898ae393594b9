// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;

/**
 * Links folders of another tree, such as {@code results}, into a worktree, so that what is written there outlives it.
 *
 * @param layout the repository, whose {@code info/exclude} keeps the links out of status
 * @param source the top of the tree that has the folders
 */
public record Links(RepositoryLayout layout, Path source) {
    /** What is linked if nobody says otherwise: only where the source has it. */
    public static final String USUAL = "results";

    /**
     * Checks a path before anything is made.
     *
     * @param git git, in the source
     * @throws CommandException if the path leaves the tree, or git tracks something there
     */
    public static void check(Git git, String path) throws IOException {
        Path relative = Path.of(path).normalize();
        if (path.isBlank() || relative.isAbsolute() || relative.startsWith("..") || relative.startsWith(".git")) {
            throw new CommandException(ExitCode.USAGE, "--link takes a path inside the worktree, not '" + path + "'");
        }
        if (isTracked(git, path)) {
            throw new CommandException(
                    ExitCode.USAGE, "git tracks files in " + path + ": a worktree has its own, so do not link it");
        }
    }

    /** Tells whether the index has something at the path or below. */
    public static boolean isTracked(Git git, String path) throws IOException {
        return !git.run("--literal-pathspecs", "ls-files", "-z", "--", path)
                .parts()
                .isEmpty();
    }

    /**
     * Makes the links and the folders that they lead to.
     *
     * @param git git, in the worktree
     */
    public void make(Git git, Path worktree, List<String> paths) throws IOException {
        for (String path : paths) {
            Path link = worktree.resolve(path).normalize();
            Path target = source.resolve(path).normalize();
            if (!Files.exists(target)) {
                Files.createDirectories(target);
            }
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, target);
                exclude(git, worktree.relativize(link).toString());
            }
        }
    }

    /** Hides links and no folders of that name: the tree that has the folder shows it as before. */
    private void exclude(Git git, String path) throws IOException {
        if (git.attempt(new byte[0], "check-ignore", "-q", "--", path).exitCode() == 0) {
            return;
        }
        boolean isHidden = git.elsewhere(source)
                        .attempt(new byte[0], "check-ignore", "-q", "--", path + "/")
                        .exitCode()
                == 0;
        List<String> lines = new ArrayList<>(List.of("/" + pattern(path)));
        if (!isHidden) {
            lines.add("!/" + pattern(path) + "/");
        }
        Path file = layout.infoExclude();
        Files.createDirectories(file.getParent());
        String before = Files.exists(file) ? Files.readString(file) : "";
        String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(
                file, gap + String.join("\n", lines) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String pattern(String path) {
        return path.replaceAll("([\\\\*?\\[ ])", "\\\\$1");
    }
}
