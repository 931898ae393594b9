// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/** Removes a worktree and its branch, if nothing is lost with them. */
public final class IdeaRemoval {
    private final CommandContext context;

    /** Takes the world, in any worktree of the repository. */
    public IdeaRemoval(CommandContext context) {
        this.context = context;
    }

    /** Says why a worktree may not go, or nothing if it may. */
    public Optional<String> obstacle(LinkedTree tree, boolean isDiscarding) throws IOException {
        if (!tree.isMain() && !tree.isGone() && context.directory().startsWith(tree.path())) {
            return Optional.of("this command runs in it; run it in another worktree");
        }
        if (isDiscarding && !tree.isMain() && tree.lock().isEmpty() && !tree.isGone()) {
            return Optional.empty();
        }
        // Outside its folder, or git would find another repository if that is gone.
        return new TreeState(
                        tree.isGone() || tree.isMain()
                                ? context.git()
                                : context.git().elsewhere(tree.path()))
                .obstacle(tree);
    }

    /**
     * Removes one.
     *
     * @param isDiscarding whether changes and commits that are nowhere else may go, too
     * @throws CommandException if something would be lost
     */
    public void remove(LinkedTree tree, boolean isDiscarding) throws IOException {
        Optional<String> obstacle = obstacle(tree, isDiscarding);
        if (obstacle.isPresent()) {
            throw new CommandException(ExitCode.NEGATIVE, "the worktree " + tree.path() + " stays: " + obstacle.get());
        }
        Git git = context.git();
        if (isDiscarding) {
            git.run("worktree", "remove", "--force", tree.path().toString());
        } else {
            git.run("worktree", "remove", tree.path().toString());
        }
        if (tree.branch().isPresent() && tree.head().isPresent()) {
            // Only if nobody moved it meanwhile.
            git.run(
                    "update-ref",
                    "-d",
                    "refs/heads/" + tree.branch().get(),
                    tree.head().get());
            git.attempt(
                    new byte[0],
                    "config",
                    "--remove-section",
                    "branch." + tree.branch().get());
        }
    }
}
