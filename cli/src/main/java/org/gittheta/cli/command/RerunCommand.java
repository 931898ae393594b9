// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.process.ShellWords;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.run.Changes;
import org.gittheta.cli.run.LoggedRun;
import org.gittheta.cli.run.RecordJson;
import org.gittheta.cli.run.RecordedCommand;
import org.gittheta.cli.run.Rerun;
import org.gittheta.cli.run.RunMessage;
import org.gittheta.cli.run.RunPlan;
import org.gittheta.cli.run.RunRecord;
import org.gittheta.cli.run.RunRequest;
import org.gittheta.cli.run.Runner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs again what commits were made by.
 *
 * <p>With {@code --json} it writes an array as {@link RunReport} has it; with {@code --report} one of {@code {"commit":
 * "0123…", "author": "N", "date": "2026-…", "message": "train", "record": {…}}}, the record as in the commit.
 */
@Command(
        name = "rerun",
        description = {
            "Runs again what a commit was made by, and commits what comes out different.",
            "Records of DataLad are understood. Commits between that no run made are cherry-picked if they are not here;"
                    + " merges are passed over, since both of their sides are gone through, parents before children. What changed in a checkpoint is"
                    + " shown parameter by parameter."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta rerun                        the last commit",
            "  git theta rerun --report --since ''    list all runs of the history",
            "  git theta rerun --since v1.0 --onto v1.0 --branch again",
            "  git theta rerun --since '' --script all.sh"
        })
public final class RerunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--since",
            paramLabel = "REV",
            description = "All runs since this commit; all of the history with ''.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--onto",
            paramLabel = "REV",
            description = "Begin at this commit; where the first run began with ''.")
    private Optional<String> onto = Optional.empty();

    @Option(
            names = {"-b", "--branch"},
            paramLabel = "NAME",
            description = "Make a branch for it.")
    private Optional<String> branch = Optional.empty();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MSG",
            description = "What to say of it; what was said before by default.")
    private Optional<String> message = Optional.empty();

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "Write the commands into a script instead ('-': print).")
    private Optional<String> script = Optional.empty();

    @Option(names = "--report", description = "Only list the runs.")
    private boolean isReport;

    @Mixin
    private RunOptions options;

    @Parameters(paramLabel = "REV", arity = "0..1", description = "The commit; HEAD by default.")
    private String revision = "HEAD";

    /** Takes the world that the command runs in. */
    public RerunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Runner runner = new Runner(context, Worktree.of(context));
        Rerun rerun = new Rerun(context.git(), runner);
        List<LoggedRun> commits = rerun.find(revision, since);
        List<LoggedRun> runs = commits.stream().filter(LoggedRun::isRepeatable).toList();
        if (isReport) {
            list(rerun, runs);
            return 0;
        }
        RunRequest request = request();
        if (script.isPresent()) {
            writeScript(rerun, runner, runs);
            return 0;
        }
        RunReport report = new RunReport(context, options.isJson());
        if (options.isDry()) {
            for (LoggedRun run : runs) {
                RunRecord record = rerun.record(run);
                report.plan(runner.plan(Rerun.request(record, run, request), record.pwd()));
            }
            return report.end();
        }
        runner.requireClean(Changes.NONE);
        rerun.begin(commits, onto, branch);
        List<LoggedRun> changed = new ArrayList<>();
        rerun.run(commits, request, (commit, step) -> {
            if (step.result().isPresent()) {
                report.add(commit.id().substring(0, 10), step.result().get());
                if (step.result().get().commit().isPresent()) {
                    changed.add(commit);
                }
            } else {
                report.passed(commit.id().substring(0, 10), step.action());
            }
        });
        if (!options.isJson()) {
            for (LoggedRun commit : changed) {
                showParameters(commit);
            }
        }
        return report.end();
    }

    private RunRequest request() {
        return options.request(RecordedCommand.text(""), message, List.of(), List.of(), false);
    }

    /** Compares the checkpoints that a commit brought with what they are now. */
    private void showParameters(LoggedRun commit) throws IOException {
        List<String> paths = context.git()
                .run("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", commit.id() + "^", commit.id())
                .parts();
        List<String> arguments = new ArrayList<>(List.of("--no-pager", commit.id(), "HEAD", "--"));
        new TrackedFiles(context.git(), Worktree.of(context).prefix())
                .tracked(paths).stream().sorted().forEach(path -> arguments.add(":/" + path));
        if (arguments.size() > 4) {
            new CommandLine(new DiffCommand(context)).execute(arguments.toArray(String[]::new));
        }
    }

    private void list(Rerun rerun, List<LoggedRun> runs) throws IOException {
        if (!options.isJson()) {
            List<List<String>> rows = new ArrayList<>();
            for (LoggedRun run : runs) {
                rows.add(List.of(
                        run.id().substring(0, 10),
                        run.date(),
                        OneLine.of(run.run().map(RunMessage::message).orElse("")),
                        OneLine.of(rerun.record(run).command().shellText())));
            }
            Table.print(context.out(), rows);
            return;
        }
        Json.write(context.out(), json -> {
            json.writeStartArray();
            for (LoggedRun run : runs) {
                json.writeStartObject();
                json.writeStringField("commit", run.id());
                json.writeStringField("author", run.author());
                json.writeStringField("date", run.date());
                json.writeStringField(
                        "message", run.run().map(RunMessage::message).orElse(""));
                json.writeFieldName("record");
                json.writeRawValue(RecordJson.write(rerun.record(run)));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void writeScript(Rerun rerun, Runner runner, List<LoggedRun> runs) throws IOException {
        StringBuilder text =
                new StringBuilder("#!/bin/sh\n# Written by git theta rerun --script: stops at the first command"
                        + " that fails.\nset -e\n");
        for (LoggedRun run : runs) {
            RunRecord record = rerun.record(run);
            RunPlan plan = runner.plan(Rerun.request(record, run, request()), record.pwd());
            text.append("\n# ")
                    .append(OneLine.of(run.run().map(RunMessage::message).orElse("")))
                    .append("\n# commit ")
                    .append(run.id())
                    .append("\n(cd ")
                    .append(ShellWords.quote(plan.folder().toString()))
                    .append("\n")
                    .append(plan.text())
                    .append("\n)\n");
        }
        if (script.get().equals("-")) {
            context.out().print(text);
            return;
        }
        Path file = context.directory().resolve(script.get());
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        context.out().println("Wrote " + Sizes.count(runs.size(), "command") + " to " + file);
    }
}
