// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.run.Changes;
import org.gittheta.cli.run.Foreach;
import org.gittheta.cli.run.ForeachRow;
import org.gittheta.cli.run.ForeachState;
import org.gittheta.cli.run.RecordedCommand;
import org.gittheta.cli.run.RunPlan;
import org.gittheta.cli.run.RunRequest;
import org.gittheta.cli.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a command and commits what it changed.
 *
 * <p>With {@code --json} it writes an array as {@link RunReport} has it, and with {@code --dry-run}, too, the plan.
 */
@Command(
        name = "run",
        description = {
            "Runs a command and commits what it changed, with a record of how, as DataLad does: both run it again.",
            "One word after '--' is text for a shell, several are a command and its arguments. {inputs}, {outputs},"
                    + " {inputs[0]}, {pwd}, {dspath}, {tmpdir} and what datalad.run.substitutions.NAME says stand for"
                    + " their values; {{ and }} for braces.",
            "If the command fails, nothing is saved, its files stay, and a sentence says how to save them."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta run [OPTIONS] -- CMD...",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta run -m 'fine-tune' -i data/train.csv -o model.safetensors -- python train.py",
            "  git theta run -i 'data/*.csv' -o all.csv -- 'cat {inputs} > {outputs}'",
            "  git theta run --foreach seeds.txt -m 'seed {line}' -- python train.py --seed {line}",
            "  git theta run --foreach seeds.txt --retry-failed -m 'seed {line}' -- python train.py --seed {line}"
        })
public final class RunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MSG",
            description = "What to say of it; the command by default.")
    private Optional<String> message = Optional.empty();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "GLOB",
            description = "A file that the command reads; it is fetched first. May be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "GLOB",
            description = "A file that it writes. May be repeated.")
    private List<String> outputs = new ArrayList<>();

    @Option(names = "--explicit", description = "Save outputs only, and mind no other changes.")
    private boolean isExplicit;

    @Option(
            names = "--foreach",
            paramLabel = "FILE",
            description = {
                "Run once for each line, which {line} stands for, or each row of a .csv, whose columns {COLUMN} stands for.",
                "Goes on after failures, lists them, and exits with 1."
            })
    private Optional<Path> foreach = Optional.empty();

    @Option(names = "--retry-failed", description = "With --foreach, run only the rows that failed the last time.")
    private boolean isRetry;

    @Mixin
    private RunOptions options;

    @Parameters(paramLabel = "CMD", description = "The command, after '--'.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new CommandException(ExitCode.USAGE, "a command is missing: 'git theta run -- CMD'");
        }
        if (isRetry && foreach.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--retry-failed needs --foreach FILE");
        }
        Runner runner = new Runner(context, Worktree.of(context));
        RunRequest request = options.request(RecordedCommand.ofArguments(words), message, inputs, outputs, isExplicit);
        if (isExplicit && !options.isDry()) {
            runner.requireNothingStaged();
        }
        RunReport report = new RunReport(context, options.isJson());
        if (foreach.isPresent()) {
            return each(runner, request, report);
        }
        if (options.isDry()) {
            report.plan(runner.plan(request, runner.folder()));
            return report.end();
        }
        if (!isExplicit) {
            runner.requireClean(ForeachState.NONE.left());
        }
        report.add("", runner.run(request, runner.folder(), Changes.NONE));
        return report.end();
    }

    private int each(Runner runner, RunRequest request, RunReport report) throws IOException {
        Path file = context.directory().resolve(foreach.get());
        if (!Files.isRegularFile(file)) {
            throw new CommandException(ExitCode.INPUT_OUTPUT, "there is no file " + file + " to read rows from");
        }
        List<ForeachRow> rows =
                ForeachRow.parse(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
        if (options.isDry()) {
            for (ForeachRow row : rows) {
                RunPlan plan = runner.plan(row.in(request), runner.folder());
                report.plan(plan);
            }
            return report.end();
        }
        Set<String> failed = new Foreach(runner, context.repository(), file.toString(), request)
                .run(request, rows, isRetry, (row, result) -> report.add(row.text(), result));
        report.failed(failed);
        return Math.max(report.end(), failed.isEmpty() ? 0 : ExitCode.NEGATIVE.number());
    }
}
