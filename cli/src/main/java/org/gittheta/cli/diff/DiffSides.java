// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.filter.shards.ShardName;

/**
 * Tells the sides that a command line names from its paths, as git diff does.
 *
 * @param sides the sides: none, a commit, two, or a range
 * @param paths pathspecs
 */
public record DiffSides(List<String> sides, List<String> paths) {
    /**
     * Divides the words of a command line.
     *
     * @param words all words that are no options, without {@code --}
     * @param original the whole command line, which shows where {@code --} was
     * @throws CommandException if the first word that names no commit can be no path either
     */
    public static DiffSides of(CommandContext context, List<String> words, List<String> original) throws IOException {
        int dashes = original.indexOf("--");
        int sides = dashes < 0 ? 0 : words.size() - (original.size() - dashes - 1);
        while (dashes < 0 && sides < words.size() && isRevision(context, words.get(sides))) {
            sides++;
        }
        List<String> paths = pathspecs(words.subList(sides, words.size()));
        if (dashes < 0 && !paths.isEmpty() && !RevisionAndPaths.mayBePath(context, paths.get(0))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "git knows no commit and no file '" + words.get(sides)
                            + "': put '--' before the paths of files that are gone");
        }
        return new DiffSides(List.copyOf(words.subList(0, sides)), paths);
    }

    /** Returns paths as git takes them; the index of a model in several files stands for those. */
    private static List<String> pathspecs(List<String> paths) {
        return paths.stream().map(ShardName::pathspec).toList();
    }

    private static boolean isRevision(CommandContext context, String word) throws IOException {
        return word.contains("..") || RevisionAndPaths.isRevision(context, word);
    }

    /** Lists the files that differ; {@code cached} compares with the index. */
    public List<ChangedFile> changedFiles(CommandContext context, boolean cached) throws IOException {
        boolean isRange = sides.size() > 1 || (sides.size() == 1 && sides.get(0).contains(".."));
        if (!cached && !isRange) {
            return WorkingSide.changedFiles(context, sides.stream().findFirst(), paths);
        }
        List<String> arguments = new ArrayList<>(cached ? List.of("--cached") : List.of());
        arguments.addAll(sides);
        arguments.add("--");
        arguments.addAll(paths);
        return ChangedFile.of(context.git(), arguments);
    }
}
