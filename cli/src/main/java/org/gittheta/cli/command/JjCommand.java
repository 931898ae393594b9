// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import org.gittheta.cli.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands for workspaces of jj; it does nothing by itself. */
@Command(
        name = "jj",
        description = "Keeps checkpoints out of the commits of Jujutsu (jj), which runs no filters, and stubs in.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  git theta jj setup", "  git theta jj check --fix"})
public final class JjCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Returns the command with those that it groups. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new JjCommand())
                .addSubcommand("setup", new JjSetupCommand(context))
                .addSubcommand("check", new JjCheckCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
