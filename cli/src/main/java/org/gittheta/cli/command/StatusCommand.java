// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.merge.ConflictNumbers;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.repository.CheckpointStatus;
import org.gittheta.cli.repository.CheckpointStatus.State;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StatusReader;
import org.gittheta.cli.repository.StubChanges;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Says how every checkpoint stands, and what to do about it.
 *
 * <p>With {@code --json} it writes an array with one object for each tracked checkpoint:
 *
 * <pre>
 * {"path": "model.bin",                    // from the top of the worktree
 *  "states": ["staged", "stub"],           // of CheckpointStatus.State; empty if all is in order
 *  "staged": "M",                          // if staged: A, M, D or T
 *  "parameters": {"added": 0, "removed": 0, "modified": 3},   // if HEAD and the index have stubs that differ
 *  "conflict": {"frame": false, "open": [...]},    // if in conflict: as 'git theta conflicts --json' says it
 *  "missingObjects": 2, "missingBytes": 123}                  // if objects are missing
 * </pre>
 */
@Command(
        name = "status",
        description = "Says how every checkpoint stands between HEAD, the index, the worktree and the object store.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta status [--json] [--] [PATHSPEC...]",
        footerHeading = "%nExamples:%n",
        footer = {"  git theta status", "  git theta status --json -- models/"})
public final class StatusCommand implements Callable<Integer> {
    /** Bytes of parameters in conflict for which numbers are computed: about a second. */
    private static final long MOST_COMPARED = 64L << 20;

    private static final int MOST_LISTED = 10;

    private final CommandContext context;

    @Option(names = "--json", description = "Write an array of objects for programs.")
    private boolean isJson;

    @Parameters(paramLabel = "PATHSPEC", description = "Which files to look at; all without it.")
    private List<String> pathspecs = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.local(context, workers);
            List<CheckpointStatus> all = new StatusReader(context.git(), worktree, repository.store()).read(pathspecs);
            Map<String, ConflictReport.Listed> conflicts = conflicts(worktree, repository, workers, all);
            ConflictReport report = new ConflictReport(
                    context,
                    new ConflictNumbers(
                            new StubDiffer(repository.store(), repository.codecs(), workers), MOST_COMPARED),
                    MOST_LISTED);
            if (isJson) {
                Json.write(context.out(), json -> write(json, all, conflicts, report));
            } else {
                print(worktree, all, conflicts, report);
            }
        }
        return 0;
    }

    /** Returns how the merges of those in conflict stand, by path. */
    private Map<String, ConflictReport.Listed> conflicts(
            Worktree worktree, CheckpointRepository repository, Workers workers, List<CheckpointStatus> all)
            throws IOException {
        List<String> paths = all.stream()
                .filter(status -> status.states().contains(State.CONFLICT))
                .map(status -> ":(top,literal)" + status.path())
                .toList();
        Map<String, ConflictReport.Listed> conflicts = new HashMap<>();
        if (!paths.isEmpty()) {
            ConflictReport.list(context, repository, workers, OpenMerge.read(context, worktree, paths))
                    .forEach(one -> conflicts.put(one.merge().path(), one));
        }
        return conflicts;
    }

    private void print(
            Worktree worktree,
            List<CheckpointStatus> all,
            Map<String, ConflictReport.Listed> conflicts,
            ConflictReport report) {
        boolean inOrder = true;
        for (State state : State.values()) {
            List<CheckpointStatus> those = all.stream()
                    .filter(status -> status.states().contains(state))
                    .filter(status -> state != State.STUB || !status.states().contains(State.CONFLICT))
                    .toList();
            if (!those.isEmpty()) {
                context.out().println(heading(state));
                List<List<String>> rows = new ArrayList<>();
                for (CheckpointStatus status : those) {
                    if (state == State.CONFLICT && conflicts.containsKey(status.path())) {
                        report.print("  " + worktree.shown(status.path()), conflicts.get(status.path()));
                        if (status.states().contains(State.STUB)) {
                            context.out()
                                    .println(
                                            "  its merge called no driver: 'git theta merge --mend' merges it by parameter");
                        }
                    } else {
                        rows.add(List.of("  " + detail(state, status), worktree.shown(status.path())));
                    }
                }
                Table.print(context.out(), rows);
                inOrder = false;
            }
        }
        if (inOrder) {
            context.out()
                    .println(
                            all.isEmpty()
                                    ? "No checkpoints are tracked here; 'git theta track PATTERN' begins."
                                    : Sizes.count(all.size(), "checkpoint") + ", nothing changed.");
        }
    }

    private static String heading(State state) {
        return switch (state) {
            case CONFLICT ->
                "In conflict ('git theta conflicts' lists the parameters, 'git theta resolve' settles them):";
            case STAGED -> "To be committed:";
            case MODIFIED -> "Changed in the worktree, not staged ('git theta add PATH' stages):";
            case DELETED -> "Missing in the worktree ('git theta checkout -- PATH' writes it):";
            case STUB -> "Still a stub in the worktree ('git theta checkout -- PATH' writes the checkpoint):";
            case RAW -> "In git as it is, without a stub ('git add --renormalize PATH' converts it):";
            case MISSING_OBJECTS ->
                "Objects are missing here (a clone that has them keeps them in the lfs folder of its git directory):";
        };
    }

    private static String detail(State state, CheckpointStatus status) {
        return switch (state) {
            case CONFLICT -> "unmerged";
            case STAGED ->
                switch (status.staged().orElse('M')) {
                    case 'A' -> "new";
                    case 'D' -> "deleted";
                    default -> status.changes().map(StubChanges::sentence).orElse("modified");
                };
            case MODIFIED -> "modified";
            case DELETED -> "deleted";
            case STUB -> "stub";
            case RAW -> "raw";
            case MISSING_OBJECTS ->
                Sizes.count(status.missingObjects(), "object") + ", " + Sizes.of(status.missingBytes());
        };
    }

    private static void write(
            JsonGenerator json,
            List<CheckpointStatus> all,
            Map<String, ConflictReport.Listed> conflicts,
            ConflictReport report)
            throws IOException {
        json.writeStartArray();
        for (CheckpointStatus status : all) {
            json.writeStartObject();
            json.writeStringField("path", status.path());
            json.writeArrayFieldStart("states");
            for (State state : State.values()) {
                if (status.states().contains(state)) {
                    json.writeString(state.word());
                }
            }
            json.writeEndArray();
            if (status.staged().isPresent()) {
                json.writeStringField("staged", String.valueOf(status.staged().get()));
            }
            if (status.changes().isPresent()) {
                StubChanges changes = status.changes().get();
                json.writeObjectFieldStart("parameters");
                json.writeNumberField("added", changes.added());
                json.writeNumberField("removed", changes.removed());
                json.writeNumberField("modified", changes.modified());
                json.writeEndObject();
            }
            if (conflicts.containsKey(status.path())) {
                json.writeObjectFieldStart("conflict");
                report.write(json, conflicts.get(status.path()));
                json.writeEndObject();
            }
            if (status.missingObjects() > 0) {
                json.writeNumberField("missingObjects", status.missingObjects());
                json.writeNumberField("missingBytes", status.missingBytes());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
