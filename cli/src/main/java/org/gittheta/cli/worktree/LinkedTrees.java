// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/**
 * Holds the worktrees of one repository.
 *
 * @param all all of them, the main one first
 */
public record LinkedTrees(List<LinkedTree> all) {
    /** Asks git. */
    public static LinkedTrees of(CommandContext context) throws IOException {
        context.repository();
        return new LinkedTrees(LinkedTree.all(context.git()));
    }

    /** Returns the worktree that the repository was made with. */
    public LinkedTree main() {
        return all.get(0);
    }

    /** Returns the worktree that has a branch checked out. */
    public Optional<LinkedTree> withBranch(String branch) {
        return all.stream()
                .filter(tree -> tree.branch().equals(Optional.of(branch)))
                .findFirst();
    }

    /**
     * Finds a worktree by the name that a person gives it: its branch without the prefix, its folder's name, its branch,
     * or a path.
     *
     * @throws CommandException if there is none, or more than one
     */
    public LinkedTree find(CommandContext context, String name, String prefix) {
        Optional<LinkedTree> exact = withBranch(prefix + name).or(() -> withBranch(name));
        if (exact.isPresent()) {
            return exact.get();
        }
        List<LinkedTree> found = all.stream()
                .filter(tree -> tree.name().equals(name) || isPath(context, tree, name))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new CommandException(
                ExitCode.USAGE,
                found.isEmpty()
                        ? "there is no worktree '" + name + "': 'git theta worktree list' shows those there are"
                        : "'" + name + "' is the name of " + found.size() + " worktrees: give the path");
    }

    private static boolean isPath(CommandContext context, LinkedTree tree, String name) {
        try {
            return context.directory().resolve(Path.of(name)).normalize().equals(tree.path());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns the worktree that a folder lies in. */
    public Optional<LinkedTree> containing(Path folder) {
        return all.stream()
                .filter(tree -> folder.startsWith(tree.path()))
                .max((a, b) -> Integer.compare(a.path().getNameCount(), b.path().getNameCount()));
    }
}
