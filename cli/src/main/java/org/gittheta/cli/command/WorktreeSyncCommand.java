// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Failures;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.worktree.IdeaSync;
import org.gittheta.cli.worktree.LinkedTree;
import org.gittheta.cli.worktree.LinkedTrees;
import org.gittheta.cli.worktree.TreeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Brings worktrees up to date.
 *
 * <p>With {@code --json} it writes an array of {@code {"path": "/work/lora", "ok": true, "what": "is up to date"}}.
 */
@Command(
        name = "sync",
        description = {
            "Moves clean worktrees on to their upstream, and puts detached ones back on their branch.",
            "Nothing is merged: a branch that has parted from its upstream stays. Ignored files stay, and a worktree of"
                    + " stubs stays one. The upstream is what was fetched last."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta worktree sync", "  git fetch && git theta worktree sync lora full"})
public final class WorktreeSyncCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done, and do nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "NAME", description = "The worktrees; the one this runs in by default.")
    private List<String> names = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public WorktreeSyncCommand(CommandContext context) {
        this.context = context;
    }

    private record Line(LinkedTree tree, boolean isDone, String what) {}

    @Override
    public Integer call() throws IOException {
        String prefix = CommandSettings.of(context).text("theta.worktree.branchPrefix", "feat/");
        LinkedTrees trees = LinkedTrees.of(context);
        List<LinkedTree> wanted = new ArrayList<>();
        for (String name : names) {
            wanted.add(trees.find(context, name, prefix));
        }
        if (names.isEmpty()) {
            wanted.add(trees.containing(context.directory().toRealPath())
                    .orElseThrow(
                            () -> new CommandException(ExitCode.USAGE, "this is no worktree: name those you mean")));
        }
        List<Line> lines = new ArrayList<>();
        for (LinkedTree tree : wanted) {
            lines.add(sync(tree, trees.main(), prefix));
        }
        print(lines);
        return lines.stream().allMatch(Line::isDone) ? 0 : ExitCode.NEGATIVE.number();
    }

    private Line sync(LinkedTree tree, LinkedTree main, String prefix) throws IOException {
        if (tree.isGone() || tree.isBare()) {
            return new Line(tree, false, "the worktree " + tree.path() + " has no folder");
        }
        CommandContext there = context.elsewhere(tree.path());
        TreeReport report = TreeReport.of(there, tree, main);
        boolean areStubs = report.checkpoints() > 0 && report.stubs() == report.checkpoints();
        try {
            return new Line(tree, true, new IdeaSync(there.git(), tree, prefix).run(areStubs, isDry));
        } catch (CommandException e) {
            return new Line(tree, false, Failures.of(e).sentence());
        }
    }

    private void print(List<Line> lines) throws IOException {
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (Line line : lines) {
                    json.writeStartObject();
                    json.writeStringField("path", line.tree().path().toString());
                    json.writeBooleanField("ok", line.isDone());
                    json.writeStringField("what", line.what());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return;
        }
        for (Line line : lines) {
            if (line.isDone()) {
                context.out().println(line.tree().path() + ": " + (isDry ? "would be: " : "") + line.what());
            } else {
                context.err().println(OneLine.of("git theta: " + line.what()));
            }
        }
    }
}
