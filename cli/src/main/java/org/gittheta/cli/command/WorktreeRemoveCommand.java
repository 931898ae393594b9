// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.worktree.IdeaRemoval;
import org.gittheta.cli.worktree.LinkedTree;
import org.gittheta.cli.worktree.LinkedTrees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Removes worktrees with their branches.
 *
 * <p>With {@code --json} it writes an array as {@link RemovedTrees} has it.
 */
@Command(
        name = "remove",
        description = {
            "Removes worktrees and their branches; none if one of them has to stay.",
            "One stays that is locked, has changes that are not committed, or commits that no remote, tag or other"
                    + " branch has. Ignored files go. 'git theta prune' then deletes what only they needed."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta worktree remove lora", "  git theta worktree remove --discard full distilled"})
public final class WorktreeRemoveCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--discard", description = "Throw changes and commits away that are nowhere else.")
    private boolean isDiscarding;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would go, and remove nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The worktrees: their names, folders or branches.")
    private List<String> names = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public WorktreeRemoveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String prefix = CommandSettings.of(context).text("theta.worktree.branchPrefix", "feat/");
        LinkedTrees trees = LinkedTrees.of(context);
        IdeaRemoval removal = new IdeaRemoval(context);
        List<LinkedTree> wanted = new ArrayList<>();
        for (String name : names) {
            LinkedTree tree = trees.find(context, name, prefix);
            Optional<String> obstacle = removal.obstacle(tree, isDiscarding);
            if (obstacle.isPresent()) {
                throw new CommandException(
                        ExitCode.NEGATIVE, "the worktree " + tree.path() + " stays: " + obstacle.get());
            }
            if (!wanted.contains(tree)) {
                wanted.add(tree);
            }
        }
        for (LinkedTree tree : wanted) {
            if (!isDry) {
                removal.remove(tree, isDiscarding);
            }
        }
        new RemovedTrees(isDry, wanted).print(context, isJson);
        return 0;
    }
}
