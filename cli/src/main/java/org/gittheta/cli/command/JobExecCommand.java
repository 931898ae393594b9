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

/** Runs a command on a snapshot, in a worktree of its own. */
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
        customSynopsis = "git theta job exec [--snapshot=REV] [--link=PATH]... [--lazy] [--strict] [-n] -- CMD...",
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
        if (isDry) {
            context.out()
                    .println("Would run on " + snapshot.orElse("a snapshot of the working tree") + ": "
                            + String.join(" ", words));
            return 0;
        }
        JobRunner runner;
        JobRecord job;
        try {
            runner = new JobRunner(context);
            if (!runner.isRequeued()) {
                clean();
            }
            job = runner.prepare(
                    new JobRequest(words, snapshot, links.isEmpty() ? Optional.empty() : Optional.of(links), isLazy));
        } catch (IOException | RuntimeException e) {
            if (isStrict) {
                throw e;
            }
            context.err()
                    .println(OneLine.of("git theta: warning: no snapshot, so the command runs in place: "
                            + Failures.of(e).sentence()));
            context.err().flush();
            return new ChildCommand(words, context.directory(), context.environment()).run();
        }
        return runner.run(job);
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
