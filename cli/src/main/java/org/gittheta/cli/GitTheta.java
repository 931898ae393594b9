// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.util.List;
import java.util.function.Function;
import org.gittheta.cli.command.AddCommand;
import org.gittheta.cli.command.CheckoutCommand;
import org.gittheta.cli.command.ConflictsCommand;
import org.gittheta.cli.command.DematerialiseCommand;
import org.gittheta.cli.command.DiffCommand;
import org.gittheta.cli.command.DoctorCommand;
import org.gittheta.cli.command.DuCommand;
import org.gittheta.cli.command.ExportCommand;
import org.gittheta.cli.command.FetchCommand;
import org.gittheta.cli.command.FindCommand;
import org.gittheta.cli.command.FormatsCommand;
import org.gittheta.cli.command.FsckCommand;
import org.gittheta.cli.command.InstallCommand;
import org.gittheta.cli.command.JjCommand;
import org.gittheta.cli.command.JobCommand;
import org.gittheta.cli.command.LogCommand;
import org.gittheta.cli.command.LsFilesCommand;
import org.gittheta.cli.command.MaterialiseCommand;
import org.gittheta.cli.command.MergeCommand;
import org.gittheta.cli.command.MergeFileCommand;
import org.gittheta.cli.command.MergetoolCommand;
import org.gittheta.cli.command.MigrateCommand;
import org.gittheta.cli.command.PruneCommand;
import org.gittheta.cli.command.PullCommand;
import org.gittheta.cli.command.PushCommand;
import org.gittheta.cli.command.RerunCommand;
import org.gittheta.cli.command.ResolveCommand;
import org.gittheta.cli.command.RunCommand;
import org.gittheta.cli.command.ShowCommand;
import org.gittheta.cli.command.StatusCommand;
import org.gittheta.cli.command.TrackCommand;
import org.gittheta.cli.command.UninstallCommand;
import org.gittheta.cli.command.UntrackCommand;
import org.gittheta.cli.command.WorktreeCommand;
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

    /** Pairs a command's name with what makes it. */
    record Subcommand(String name, Function<CommandContext, Object> make) {}

    /** Lists every command, in the order that help shows them. A new one is one line here. */
    static List<Subcommand> subcommands() {
        return List.of(
                new Subcommand("help", context -> new HelpCommand()),
                new Subcommand("install", InstallCommand::new),
                new Subcommand("uninstall", UninstallCommand::new),
                new Subcommand("track", TrackCommand::new),
                new Subcommand("untrack", UntrackCommand::new),
                new Subcommand("add", AddCommand::new),
                new Subcommand("checkout", CheckoutCommand::new),
                new Subcommand("materialise", MaterialiseCommand::new),
                new Subcommand("dematerialise", DematerialiseCommand::new),
                new Subcommand("fetch", FetchCommand::new),
                new Subcommand("pull", PullCommand::new),
                new Subcommand("push", PushCommand::new),
                new Subcommand("migrate", MigrateCommand::new),
                new Subcommand("worktree", WorktreeCommand::of),
                new Subcommand("run", RunCommand::new),
                new Subcommand("rerun", RerunCommand::new),
                new Subcommand("job", JobCommand::of),
                new Subcommand("jj", JjCommand::of),
                new Subcommand("status", StatusCommand::new),
                new Subcommand("diff", DiffCommand::new),
                new Subcommand("merge", MergeCommand::new),
                new Subcommand("merge-file", MergeFileCommand::new),
                new Subcommand("conflicts", ConflictsCommand::new),
                new Subcommand("resolve", ResolveCommand::new),
                new Subcommand("mergetool", MergetoolCommand::new),
                new Subcommand("show", ShowCommand::new),
                new Subcommand("log", LogCommand::new),
                new Subcommand("find", FindCommand::new),
                new Subcommand("export", ExportCommand::new),
                new Subcommand("ls-files", LsFilesCommand::new),
                new Subcommand("formats", FormatsCommand::new),
                new Subcommand("prune", PruneCommand::new),
                new Subcommand("du", DuCommand::new),
                new Subcommand("fsck", FsckCommand::new),
                new Subcommand("doctor", DoctorCommand::new));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; 'git theta help' lists them");
    }
}
