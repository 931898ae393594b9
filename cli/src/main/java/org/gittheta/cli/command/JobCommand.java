// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import org.gittheta.cli.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands for jobs; it does nothing by itself. */
@Command(
        name = "job",
        description = "Runs jobs on exactly the code that they were launched with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta job exec -- python train.py",
            "  sbatch --export=ALL,SNAPSHOT=$(git theta job snapshot) train.sbatch",
            "  git theta job list"
        })
public final class JobCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Returns the command with those that it groups. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new JobCommand())
                .addSubcommand("snapshot", new JobSnapshotCommand(context))
                .addSubcommand("exec", new JobExecCommand(context))
                .addSubcommand("list", new JobListCommand(context))
                .addSubcommand("gc", new JobGcCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
