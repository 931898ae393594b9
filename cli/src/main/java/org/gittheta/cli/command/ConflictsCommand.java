// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Failures;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.merge.ConflictNumbers;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.object.StoredObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Lists what is open of a merge.
 *
 * <p>With {@code --json} it writes an array with one object for each unmerged checkpoint:
 *
 * <pre>
 * {"path": "m.safetensors",
 *  "file": "they removed the file, we changed it",   // if it is not merged by parameter; then nothing else
 *  "frame": true,                                    // whether both sides changed what lies around the parameters
 *  "open": [{"name": "w", "kind": "modified",        // ConflictKind
 *    "base": {"dtype": "F32", "shape": [2, 3], "sha256": "…"}, "ours": {…}, "theirs": {…},   // sides that have it
 *    "numbers": {"ours": {"relativeL2": 0.1, "changed": 5, "cosine": 0.9}, "theirs": {…},   // against the base
 *                "cosine": 0.1}}]}   // of the two changes
 * </pre>
 *
 * <p>A number that is not defined is null; without numbers {@code "numbers"} may hold a {@code "reason"}.
 */
@Command(
        name = "conflicts",
        description = "Lists the parameters that both sides of a merge changed differently and nobody settled yet;"
                + " exits with 1 if there are any.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta conflicts [--json] [--no-numbers] [--] [PATHSPEC...]",
        footerHeading = "%nExamples:%n",
        footer = {"  git theta conflicts", "  git theta conflicts --json -- model.safetensors"})
public final class ConflictsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Write an array of objects for programs.")
    private boolean isJson;

    @Option(names = "--no-numbers", description = "Read no parameter: leave out by how much each side changed.")
    private boolean noNumbers;

    @Parameters(paramLabel = "PATHSPEC", description = "Which files to look at; all without it.")
    private List<String> pathspecs = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public ConflictsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            List<ConflictReport.Listed> all =
                    ConflictReport.list(context, repository, workers, OpenMerge.read(context, worktree, pathspecs));
            ConflictNumbers numbers = noNumbers
                    ? ConflictNumbers.none()
                    : new ConflictNumbers(
                            new StubDiffer(repository.source(), repository.codecs(), workers), Long.MAX_VALUE);
            if (!noNumbers) {
                require(repository, all);
            }
            ConflictReport report = new ConflictReport(context, numbers, Integer.MAX_VALUE);
            if (isJson) {
                Json.write(context.out(), json -> {
                    json.writeStartArray();
                    for (ConflictReport.Listed one : all) {
                        json.writeStartObject();
                        json.writeStringField("path", one.merge().path());
                        report.write(json, one);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
            } else {
                if (all.isEmpty()) {
                    context.out().println("No checkpoint is in conflict.");
                }
                for (ConflictReport.Listed one : all) {
                    report.print(worktree.shown(one.merge().path()), one);
                }
            }
            return all.isEmpty() ? ExitCode.OK.number() : ExitCode.NEGATIVE.number();
        }
    }

    /** Fetches all at once; what is not here in the end is said for each parameter. */
    private void require(CheckpointRepository repository, List<ConflictReport.Listed> all) {
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (ConflictReport.Listed one : all) {
            one.state().ifPresent(state -> ConflictNumbers.slices(state).forEach(slice -> objects.add(slice.object())));
        }
        try {
            repository.source().require(objects);
        } catch (IOException e) {
            context.err().println(OneLine.of("git theta: " + Failures.of(e).sentence()));
        }
    }
}
