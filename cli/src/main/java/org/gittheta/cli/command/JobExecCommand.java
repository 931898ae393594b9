// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Failures;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.job.JobGc;
import org.gittheta.cli.job.JobRecord;
import org.gittheta.cli.job.JobRequest;
import org.gittheta.cli.job.JobRunner;
import org.gittheta.cli.process.ChildCommand;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.worktree.Age;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a command on a snapshot, in a worktree of its own.
 *
 * <p>With {@code --json} it writes what {@link JobExecReport} says.
 */
@Command(
        name = "exec",
        description = {
            "Runs a command on a snapshot of the working tree, in a worktree of its own, and ends as it does.",
            "Folders that are linked (--link, theta.job.link, theta.worktree.link, or results if it is there) are those of"
                    + " the original tree; what the command leaves elsewhere is committed to a branch. PYTHONPATH begins"
                    + " with the snapshot. If no snapshot can be made, a warning says why and the command runs in place.",
            "A job that a scheduler runs again gets the code that it had before."
        },
        mixinStandardHelpOptions = true,
        customSynopsis =
                "git theta job exec [--snapshot=REV] [--link=PATH]... [--lazy] [--strict] [-n] [--json] -- CMD...",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta job exec -- python train.py",
            "  git theta job exec --snapshot job-20261121-193000 --link results --link logs -- python train.py"
        })
public final class JobExecCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--snapshot", paramLabel = "REV", description = "Run this commit, not the working tree as it is.")
    private Optional<String> snapshot = Optional.empty();

    @Option(names = "--link", paramLabel = "PATH", description = "Share this folder of the original tree.", arity = "1")
    private List<String> links = new ArrayList<>();

    @Option(names = "--lazy", description = "Leave checkpoints as stubs.")
    private boolean isLazy;

    @Option(names = "--strict", description = "Run nothing if no snapshot can be made.")
    private boolean isStrict;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would run, and run nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON, and the command's output to standard error.")
    private boolean isJson;

    @Parameters(paramLabel = "CMD", description = "The command and its arguments, after '--'.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public JobExecCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (words.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "a command is missing: 'git theta job exec -- CMD'");
        }
        JobRequest request =
                new JobRequest(words, snapshot, links.isEmpty() ? Optional.empty() : Optional.of(links), isLazy);
        JobExecReport report = new JobExecReport(context, words, isJson);
        JobRunner runner;
        JobRecord job;
        try {
            if (isDry) {
                return report.plan(new JobRunner(context).plan(request));
            }
            runner = new JobRunner(context);
            if (!runner.isRequeued()) {
                clean();
            }
            job = runner.prepare(request);
        } catch (IOException | RuntimeException e) {
            if (isStrict || isMistake(e)) {
                throw e;
            }
            String reason = Failures.of(e).sentence();
            if (isDry) {
                return report.planInPlace(reason);
            }
            context.err()
                    .println(OneLine.of("git theta: warning: no snapshot, so the command runs in place: " + reason));
            context.err().flush();
            ChildCommand command = new ChildCommand(words, context.directory(), context.environment());
            return report.inPlace(reason, (isJson ? command.quiet() : command).run());
        }
        return report.ended(runner.run(job, isJson));
    }

    /** Tells whether what was asked for cannot be: running something else would be worse than running nothing. */
    private boolean isMistake(Exception fault) {
        boolean isNamed = snapshot.filter(name -> !name.isBlank()).isPresent() || !links.isEmpty();
        return isNamed && fault instanceof CommandException e && e.exitCode() == ExitCode.USAGE;
    }

    /** Removes what is left of earlier jobs; that it cannot be is no reason not to run this one. */
    private void clean() {
        try {
            Duration ttl =
                    Age.parse(CommandSettings.of(context).text("theta.job.ttl", JobGcCommand.TTL), "theta.job.ttl");
            new JobGc(context).run(ttl, false);
        } catch (IOException | RuntimeException e) {
            context.err()
                    .println(OneLine.of("git theta: warning: earlier jobs were not removed: "
                            + Failures.of(e).sentence()));
        }
    }
}
