// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.storage.repository.Git;

/**
 * Compares working files: an index of its own takes them in, as {@code git add -u} would, and is thrown away.
 *
 * <p>So they go through the filter, which finds what of them is stored already; the repository's index stays as it is.
 */
public final class WorkingSide {
    private WorkingSide() {}

    /**
     * Lists the files that differ between the working tree and another side.
     *
     * @param revision the other side; without it the index
     * @param paths pathspecs; empty for all
     */
    public static List<ChangedFile> changedFiles(CommandContext context, Optional<String> revision, List<String> paths)
            throws IOException {
        Worktree worktree = Worktree.of(context);
        Git git = context.git();
        String other = revision.isPresent() ? revision.get() : treeOfIndex(git);
        Path folder = Files.createTempDirectory("git-theta");
        Path index = folder.resolve("index");
        try {
            if (Files.exists(worktree.index())) {
                Files.copy(worktree.index(), index);
            }
            Git aside = git.with("GIT_INDEX_FILE", index.toString());
            List<String> add = new ArrayList<>(List.of("add", "-u", "--"));
            add.addAll(paths.isEmpty() ? List.of(":/") : paths);
            aside.run(add.toArray(String[]::new));
            List<String> arguments = new ArrayList<>(List.of("--cached", other, "--"));
            arguments.addAll(paths);
            return ChangedFile.of(aside, arguments);
        } finally {
            Files.deleteIfExists(index);
            Files.deleteIfExists(folder.resolve("index.lock"));
            Files.delete(folder);
        }
    }

    private static String treeOfIndex(Git git) throws IOException {
        Git.Output tree = git.attempt(new byte[0], "write-tree");
        if (tree.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "the index has conflicts: settle them, or name a commit to compare with");
        }
        return tree.line();
    }
}
