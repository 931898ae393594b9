// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.diff.ChangedFile;
import org.gittheta.cli.diff.DiffJson;
import org.gittheta.cli.diff.DiffReader;
import org.gittheta.cli.diff.DiffReader.Compared;
import org.gittheta.cli.diff.DiffText;
import org.gittheta.cli.diff.FileDiff;
import org.gittheta.cli.diff.ParameterRow;
import org.gittheta.cli.diff.WorkingSide;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.tensor.NameGlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which parameters differ between two commits, or a commit and the index, and by how much. */
@Command(
        name = "diff",
        description = "Shows which parameters changed between commits, or a commit and the index, and by how much.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta diff [OPTIONS] [--cached] [A [B] | A..B | A...B] [--] [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta diff HEAD~1 HEAD",
            "  git theta diff --cached --sort relative -- model.safetensors",
            "  git theta diff --json --parameters 'encoder.*' main...tuned",
        })
public final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"--cached", "--staged"},
            description = "Compare a commit, HEAD unless named, with the index.")
    private boolean cached;

    @Option(names = "--stat", description = "Only count: a line for each file, and no parameter is read.")
    private boolean stat;

    @Option(names = "--name-only", description = "Only write path and parameter, a tab between.")
    private boolean nameOnly;

    @Option(
            names = "--name-status",
            description = "As --name-only, with a letter before: M modified, A added, D removed, R renamed, T another"
                    + " dtype, S another shape.")
    private boolean nameStatus;

    @Option(names = "--json", description = "Write everything as JSON.")
    private boolean isJson;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description = "Order parameters by ${COMPLETION-CANDIDATES}, largest first, or by name (the default).")
    private Key sort = Key.NAME;

    @Option(names = "--parameters", paramLabel = "GLOB", description = "Only parameters whose name matches.")
    private String glob = "*";

    @Option(names = "--exit-code", description = "Exit with 1 if anything differs.")
    private boolean exitCode;

    @Parameters(paramLabel = "A B PATH", description = "Two sides, as for git diff, and files.")
    private List<String> words = new ArrayList<>();

    /** Names what parameters may be ordered by. */
    private enum Key {
        NAME,
        RELATIVE,
        MAX,
        CHANGED
    }

    /** Takes the world that the command runs in. */
    public DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Predicate<String> names = NameGlob.of(glob);
        context.repository();
        List<FileDiff> diffs = new ArrayList<>();
        List<ChangedFile> files = changedFiles();
        try (BlobReader blobs = new BlobReader(context.git())) {
            List<Compared> compared = new DiffReader(blobs, names).compare(files);
            boolean needsNumbers = !compared.isEmpty() && (isJson || !(stat || nameOnly || nameStatus));
            if (needsNumbers) {
                addWithNumbers(diffs, compared);
            } else {
                for (Compared one : compared) {
                    diffs.add(DiffReader.finish(one, Optional.empty()));
                }
            }
        }
        if (isJson) {
            Json.write(context.out(), json -> DiffJson.write(json, diffs));
        } else {
            diffs.forEach(this::print);
        }
        return exitCode && !diffs.isEmpty() ? ExitCode.NEGATIVE.number() : 0;
    }

    private void addWithNumbers(List<FileDiff> diffs, List<Compared> compared) throws IOException {
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            DiffReader.require(repository.source(), compared);
            StubDiffer differ = new StubDiffer(repository.store(), repository.codecs(), workers);
            for (Compared one : compared) {
                diffs.add(DiffReader.finish(one, Optional.of(differ)));
            }
        }
    }

    private List<ChangedFile> changedFiles() throws IOException {
        List<String> original = spec.commandLine().getParseResult().originalArgs();
        int dashes = original.indexOf("--");
        int before = dashes < 0 ? words.size() : words.size() - (original.size() - dashes - 1);
        List<String> sides = words.subList(0, before);
        if (dashes < 0) {
            int revisions = 0;
            while (revisions < before && isRevision(words.get(revisions))) {
                revisions++;
            }
            sides = words.subList(0, revisions);
        }
        List<String> paths = words.subList(sides.size(), words.size());
        boolean isRange = sides.size() > 1 || (sides.size() == 1 && sides.get(0).contains(".."));
        if (!cached && !isRange) {
            return WorkingSide.changedFiles(context, sides.stream().findFirst(), paths);
        }
        List<String> arguments = new ArrayList<>(cached ? List.of("--cached") : List.of());
        arguments.addAll(sides);
        arguments.add("--");
        arguments.addAll(paths);
        return ChangedFile.of(context.git(), arguments);
    }

    private boolean isRevision(String word) throws IOException {
        return word.contains("..") || RevisionAndPaths.isRevision(context, word);
    }

    private void print(FileDiff diff) {
        List<ParameterRow> rows = new ArrayList<>(diff.rows());
        rows.sort(order());
        if (nameOnly || nameStatus) {
            String path = OneLine.of(diff.file().path());
            for (ParameterRow row : rows) {
                String letter = nameStatus ? row.change().kind().letter() + "\t" : "";
                context.out().println(letter + path + "\t" + row.name());
            }
            return;
        }
        context.out().println(DiffText.heading(diff));
        if (!stat) {
            Table.print(context.out(), rows.stream().map(DiffText::columns).toList());
        }
    }

    private Comparator<ParameterRow> order() {
        ToDoubleFunction<PairStatistics> key = switch (sort) {
            case RELATIVE -> PairStatistics::relativeL2;
            case MAX -> PairStatistics::maxAbs;
            case CHANGED -> PairStatistics::changed;
            case NAME -> numbers -> 0;
        };
        // What has no number comes last.
        return Comparator.comparingDouble((ParameterRow row) ->
                row.numbers().map(numbers -> -key.applyAsDouble(numbers)).orElse(sort == Key.NAME ? -0.0 : Double.NaN));
    }
}
