// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.diff.ChangedFile;
import org.gittheta.cli.diff.DiffReader;
import org.gittheta.cli.diff.DiffReader.Compared;
import org.gittheta.cli.diff.DiffReader.Numbers;
import org.gittheta.cli.diff.DiffSides;
import org.gittheta.cli.diff.FileDiff;
import org.gittheta.cli.diff.FilePair;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.StubFacts;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.tensor.NameGlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which parameters differ between two versions of checkpoints, and by how much. */
@Command(
        name = "diff",
        description = {
            "Shows which parameters changed between commits, the index, working files, or any two files, and by how much.",
            "",
            "Numbers are float64. \"rank 8\" says that the change of a matrix is of rank 8 but for rounding, as that of a"
                    + " merged low-rank adapter is; it is looked for up to rank 64 and a quarter of the smaller extent.",
            "",
            "A model in several files, model-00001-of-00002.safetensors and so on, is compared as one: a parameter that moved"
                    + " to another of its files is no change. Name it by its index, model.safetensors.index.json, or its folder."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta diff [OPTIONS] [--cached] [A [B] | A..B | A...B] [--] [PATH...]",
            "git theta diff [OPTIONS] --no-index FILE FILE"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta diff HEAD~1 HEAD",
            "  git theta diff --cached --sort relative -- model.safetensors",
            "  git theta diff --json --parameters 'encoder.*' main...tuned",
            "  git theta diff --no-index old.pt new.safetensors",
            "  git theta diff --html report.html v1 v2",
        })
public final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"--cached", "--staged"},
            description = "Compare a commit, HEAD unless named, with the index.")
    private boolean cached;

    @Option(
            names = "--no-index",
            description = "Compare two files, of any formats, in a repository or not; exits with 1 if they differ.")
    private boolean noIndex;

    @Option(names = "--parameters", paramLabel = "GLOB", description = "Only parameters whose name matches.")
    private String glob = "*";

    @Option(names = "--exit-code", description = "Exit with 1 if anything differs.")
    private boolean exitCode;

    @Mixin
    private DiffOutput output = new DiffOutput();

    @Parameters(paramLabel = "A B PATH", description = "Two sides, as for git diff, and files.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Predicate<String> names = NameGlob.of(glob);
        List<FileDiff> diffs =
                noIndex ? FilePair.diff(context.directory(), words, names, output.wanted()) : inRepository(names);
        output.print(context, diffs);
        return (exitCode || noIndex) && !diffs.isEmpty() ? ExitCode.NEGATIVE.number() : 0;
    }

    private List<FileDiff> inRepository(Predicate<String> names) throws IOException {
        context.repository();
        List<ChangedFile> files = DiffSides.of(
                        context, words, spec.commandLine().getParseResult().originalArgs())
                .changedFiles(context, cached);
        List<FileDiff> diffs = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(context.git())) {
            List<Compared> compared = new DiffReader(blobs, names).compare(files);
            if (output.wanted().isNumbers() && !compared.isEmpty()) {
                addWithNumbers(diffs, compared);
            } else {
                for (Compared one : compared) {
                    diffs.add(DiffReader.finish(one, Optional.empty()));
                }
            }
        }
        return diffs;
    }

    private void addWithNumbers(List<FileDiff> diffs, List<Compared> compared) throws IOException {
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            DiffReader.require(repository.source(), compared);
            Numbers numbers = new Numbers(
                    new StubDiffer(repository.store(), repository.codecs(), workers),
                    stub -> StubFacts.of(stub, repository.writer()),
                    output.wanted().isHistograms());
            for (Compared one : compared) {
                diffs.add(DiffReader.finish(one, Optional.of(numbers)));
            }
        }
    }
}
