// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.worktree.Age;
import org.gittheta.cli.worktree.IdeaRemoval;
import org.gittheta.cli.worktree.LinkedTree;
import org.gittheta.cli.worktree.LinkedTrees;
import org.gittheta.storage.repository.Git;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Removes worktrees that are done with.
 *
 * <p>With {@code --json} it writes an array as {@link RemovedTrees} has it.
 */
@Command(
        name = "prune",
        description = {
            "Removes worktrees that were merged, or that nothing happened in for some time, as 'remove' does.",
            "Those that have to stay do, and standard error says why. A branch on which nothing was committed yet does not"
                    + " count as merged."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta worktree prune --merged", "  git theta worktree prune --older-than 30d --dry-run"})
public final class WorktreePruneCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--merged", description = "Those whose commits the main worktree's branch has.")
    private boolean isMerged;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "Those whose HEAD did not move for so long: 30d, 2w, 12h.")
    private Optional<String> age = Optional.empty();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would go, and remove nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public WorktreePruneCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!isMerged && age.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "say which: --merged, --older-than 30d, or both");
        }
        Optional<Duration> span = age.map(text -> Age.parse(text, "--older-than"));
        LinkedTrees trees = LinkedTrees.of(context);
        IdeaRemoval removal = new IdeaRemoval(context);
        List<LinkedTree> removed = new ArrayList<>();
        for (LinkedTree tree : trees.all()) {
            if (tree.isMain() || tree.isGone() || tree.head().isEmpty() || !isDone(tree, trees.main(), span)) {
                continue;
            }
            Optional<String> obstacle = removal.obstacle(tree, false);
            if (obstacle.isPresent()) {
                context.err()
                        .println(OneLine.of("git theta: the worktree " + tree.path() + " stays: " + obstacle.get()));
                continue;
            }
            if (!isDry) {
                removal.remove(tree, false);
            }
            removed.add(tree);
        }
        new RemovedTrees(isDry, removed).print(context, isJson);
        return 0;
    }

    private boolean isDone(LinkedTree tree, LinkedTree main, Optional<Duration> span) throws IOException {
        Git git = context.git().elsewhere(tree.path());
        if (isMerged && !isMerged(git, tree, main)) {
            return false;
        }
        return span.isEmpty() || lastMove(git).isBefore(Instant.now().minus(span.get()));
    }

    private static boolean isMerged(Git git, LinkedTree tree, LinkedTree main) throws IOException {
        if (main.head().isEmpty() || tree.branch().isEmpty()) {
            return false;
        }
        // The first entry says where the branch began.
        long moves = git.run(
                        "reflog",
                        "show",
                        "--format=%H",
                        "refs/heads/" + tree.branch().get(),
                        "--")
                .text()
                .lines()
                .distinct()
                .count();
        return moves > 1
                && git.attempt(
                                        new byte[0],
                                        "merge-base",
                                        "--is-ancestor",
                                        tree.head().get(),
                                        main.head().get())
                                .exitCode()
                        == 0;
    }

    /** Returns when HEAD moved last: its reflog says so, or else the commit. */
    private static Instant lastMove(Git git) throws IOException {
        String line = git.run("reflog", "show", "-1", "--date=unix", "--format=%gd", "HEAD", "--")
                .line();
        int brace = line.indexOf("@{");
        String seconds = brace >= 0
                ? line.substring(brace + 2, line.length() - 1)
                : git.run("log", "-1", "--format=%ct").line();
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
