// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.util.List;
import org.gittheta.cli.command.AddCommand;
import org.gittheta.cli.command.CheckoutCommand;
import org.gittheta.cli.command.DiffCommand;
import org.gittheta.cli.command.DoctorCommand;
import org.gittheta.cli.command.InstallCommand;
import org.gittheta.cli.command.LsFilesCommand;
import org.gittheta.cli.command.StatusCommand;
import org.gittheta.cli.command.TrackCommand;
import org.gittheta.cli.command.UninstallCommand;
import org.gittheta.cli.command.UntrackCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Is the root command {@code git theta}: it does nothing without a subcommand. */
@Command(
        name = "git-theta",
        description = "Git for model checkpoints: stores each parameter once, diffs and merges parameter by parameter.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = HelpCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta install           set up git for this user",
            "  git theta doctor            check that everything is in order",
            "  git theta help COMMAND      say more about one command",
        })
public final class GitTheta implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Lists every command, in the order that help shows them. A new one is one line here. */
    static List<Object> commands(CommandContext context) {
        return List.of(
                new InstallCommand(context), //
                new UninstallCommand(context),
                new TrackCommand(context),
                new UntrackCommand(context),
                new AddCommand(context),
                new CheckoutCommand(context),
                new StatusCommand(context),
                new DiffCommand(context),
                new LsFilesCommand(context),
                new DoctorCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; 'git theta help' lists them");
    }
}
