// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/**
 * Tells a revision from paths as git does: what stands before {@code --} is a revision; without {@code --} the first
 * word is one if it names a commit and no file.
 *
 * @param revision the revision, if any
 * @param paths the pathspecs
 * @param hasDashes whether {@code --} was there
 */
public record RevisionAndPaths(Optional<String> revision, List<String> paths, boolean hasDashes) {
    /**
     * Divides the words of a command line.
     *
     * @param words all words that are no options, without {@code --}
     * @param original the whole command line, which shows where {@code --} was
     * @throws CommandException if a word is a revision and a file, or two stand before {@code --}
     */
    public static RevisionAndPaths divide(CommandContext context, List<String> words, List<String> original)
            throws IOException {
        return divide(context, words, original, word -> isRevision(context, word));
    }

    /** Divides them where other words than git's are revisions. */
    public static RevisionAndPaths divide(
            CommandContext context, List<String> words, List<String> original, Revisions revisions) throws IOException {
        int dashes = original.indexOf("--");
        if (dashes >= 0) {
            int before = words.size() - (original.size() - dashes - 1);
            if (before > 1) {
                throw new CommandException(ExitCode.USAGE, "only one revision may stand before '--'");
            }
            if (before == 1 && !revisions.contain(words.get(0))) {
                throw new CommandException(ExitCode.USAGE, "there is no commit '" + words.get(0) + "'");
            }
            return new RevisionAndPaths(
                    before == 1 ? Optional.of(words.get(0)) : Optional.empty(),
                    List.copyOf(words.subList(before, words.size())),
                    true);
        }
        if (words.isEmpty() || !revisions.contain(words.get(0))) {
            return new RevisionAndPaths(Optional.empty(), List.copyOf(words), false);
        }
        if (isFile(context, words.get(0))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + words.get(0) + "' is a revision and a file: put '--' behind a revision, or before a file");
        }
        return new RevisionAndPaths(Optional.of(words.get(0)), List.copyOf(words.subList(1, words.size())), false);
    }

    /** Tells whether git knows a commit or tree by that name. */
    public static boolean isRevision(CommandContext context, String word) throws IOException {
        return !word.startsWith("-")
                && context.git()
                                .attempt(new byte[0], "rev-parse", "--verify", "--quiet", word + "^{tree}")
                                .exitCode()
                        == 0;
    }

    /** Tells whether a word names a file that is here or that git tracks, or is a pattern of files. */
    public static boolean mayBePath(CommandContext context, String word) throws IOException {
        return isFile(context, word)
                || word.startsWith(":")
                || word.matches("(?s).*[*?\\[].*")
                || context.git()
                                .attempt(new byte[0], "ls-files", "--error-unmatch", "--", word)
                                .exitCode()
                        == 0;
    }

    private static boolean isFile(CommandContext context, String word) {
        try {
            return Files.exists(context.directory().resolve(word), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Knows revisions. */
    @FunctionalInterface
    public interface Revisions {
        /** Tells whether a word is one. */
        boolean contain(String word) throws IOException;
    }
}
