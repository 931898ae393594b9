// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.process.ChildCommand;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.worktree.LinkedTree;
import org.gittheta.cli.worktree.LinkedTrees;
import org.gittheta.cli.worktree.TreeEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a command in a worktree.
 *
 * <p>With {@code --json} it writes {@code {"path": "/work/lora", "command": ["make"], "environment": {"PYTHONPATH": "…"},
 * "exit": 0}}, with {@code --dry-run} null as the exit code.
 */
@Command(
        name = "exec",
        description = {
            "Runs a command in a worktree and ends as it does.",
            "PYTHONPATH begins with the worktree (and its src), so that Python imports its code whatever an editable"
                    + " install in the environment points to; GIT_THETA_WORKTREE is its path."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta worktree exec [-n] [--json] NAME -- CMD...",
        footerHeading = "%nExamples:%n",
        footer = {"  git theta worktree exec lora -- python train.py --lr 1e-4"})
public final class WorktreeExecCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say where what would run, and run nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON, and the command's output to standard error.")
    private boolean isJson;

    @Parameters(index = "0", paramLabel = "NAME", description = "The worktree: its name, folder or branch.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "CMD", description = "The command and its arguments, after '--'.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public WorktreeExecCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (words.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "a command is missing: 'git theta worktree exec NAME -- CMD'");
        }
        String prefix = CommandSettings.of(context).text("theta.worktree.branchPrefix", "feat/");
        LinkedTree tree = LinkedTrees.of(context).find(context, name, prefix);
        if (tree.isGone() || tree.isBare()) {
            throw new CommandException(ExitCode.NEGATIVE, "the worktree " + tree.path() + " has no folder to run in");
        }
        Map<String, String> before = context.elsewhere(tree.path()).environment();
        Map<String, String> more = TreeEnvironment.of(tree.path(), before);
        if (isDry && isJson) {
            write(tree, more, OptionalInt.empty());
            return 0;
        }
        if (isDry) {
            context.out().println("Would run in " + tree.path() + ": " + String.join(" ", words));
            more.forEach((variable, value) -> context.out().println("  " + variable + "=" + value));
            return 0;
        }
        context.out().flush();
        ChildCommand command = new ChildCommand(words, tree.path(), before).with(more);
        int exitCode = (isJson ? command.quiet() : command).run();
        if (exitCode == ChildCommand.NOT_FOUND) {
            context.err().println("git theta: there is no program '" + words.get(0) + "' on the PATH");
        }
        if (isJson) {
            write(tree, more, OptionalInt.of(exitCode));
        }
        return exitCode;
    }

    private void write(LinkedTree tree, Map<String, String> variables, OptionalInt exit) throws IOException {
        Json.write(context.out(), json -> {
            json.writeStartObject();
            json.writeStringField("path", tree.path().toString());
            Json.strings(json, "command", words);
            json.writeObjectFieldStart("environment");
            for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
            Json.number(json, "exit", exit);
            json.writeEndObject();
        });
    }
}
