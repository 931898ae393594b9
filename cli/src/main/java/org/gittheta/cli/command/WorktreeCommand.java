// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import org.gittheta.cli.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands for worktrees; it does nothing by itself. */
@Command(
        name = "worktree",
        description = "Keeps several ideas alive at once, each in a worktree on a branch of its own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta worktree add lora full",
            "  git theta worktree list",
            "  git theta worktree exec lora -- python train.py",
            "  git theta worktree remove full --discard"
        })
public final class WorktreeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Returns the command with those that it groups. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new WorktreeCommand())
                .addSubcommand("add", new WorktreeAddCommand(context))
                .addSubcommand("list", new WorktreeListCommand(context))
                .addSubcommand("exec", new WorktreeExecCommand(context))
                .addSubcommand("sync", new WorktreeSyncCommand(context))
                .addSubcommand("remove", new WorktreeRemoveCommand(context))
                .addSubcommand("prune", new WorktreePruneCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
