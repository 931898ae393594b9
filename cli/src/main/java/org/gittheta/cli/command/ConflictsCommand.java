// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.merge.ConflictKind;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub.Conflict;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
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
 *    "numbers": {"ours": {"relativeL2": 0.1, "changed": 5, "cosine": 0.9}, "theirs": {…}}}]}      // against the base
 * </pre>
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

    /** Pairs a merge with how it stands; nothing for one that is not made by parameter. */
    private record Listed(OpenMerge merge, Optional<OpenMerge.State> state) {}

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            List<Listed> all = new ArrayList<>();
            for (OpenMerge merge : OpenMerge.read(context, worktree, pathspecs)) {
                MergeSession session = new MergeSession(() -> repository, workers, merge.path());
                all.add(new Listed(
                        merge,
                        merge.key().isPresent() ? Optional.of(merge.state(context, session)) : Optional.empty()));
            }
            Numbers numbers = new Numbers(
                    noNumbers
                            ? Optional.empty()
                            : Optional.of(new StubDiffer(repository.source(), repository.codecs(), workers)));
            if (!noNumbers) {
                require(repository, all);
            }
            if (isJson) {
                Json.write(context.out(), json -> write(json, all, numbers));
            } else {
                print(worktree, all, numbers);
            }
            return all.isEmpty() ? ExitCode.OK.number() : ExitCode.NEGATIVE.number();
        }
    }

    private static void require(CheckpointRepository repository, List<Listed> all) throws IOException {
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (Listed one : all) {
            if (one.state().isPresent()) {
                OpenMerge.State state = one.state().get();
                for (Conflict conflict : state.merged().open()) {
                    for (Side side : List.of(Side.OURS, Side.THEIRS)) {
                        Numbers.change(state, conflict, side)
                                .ifPresent(change -> StubDiffer.slices(
                                                Numbers.stub(state, Side.BASE),
                                                Numbers.stub(state, side),
                                                List.of(change))
                                        .forEach(slice -> objects.add(slice.object())));
                    }
                }
            }
        }
        repository.source().require(objects);
    }

    private void print(Worktree worktree, List<Listed> all, Numbers numbers) throws IOException {
        if (all.isEmpty()) {
            context.out().println("No checkpoint is in conflict.");
        }
        for (Listed one : all) {
            String path = OneLine.of(worktree.shown(one.merge().path()));
            if (one.state().isEmpty()) {
                context.out()
                        .println(path + ": " + one.merge().wholeFile() + " ('git theta resolve --ours' or --theirs)");
                continue;
            }
            OpenMerge.State state = one.state().get();
            int settled = state.settlement().tensors().size();
            context.out()
                    .println(path + ": " + Sizes.count(state.merged().open().size(), "parameter") + " open"
                            + (settled > 0 ? ", " + settled + " settled" : "")
                            + (state.merged().frameOpen() ? "; the frame is open, too" : ""));
            List<List<String>> rows = new ArrayList<>();
            for (Conflict conflict : state.merged().open()) {
                rows.add(List.of(
                        "  " + conflict.sides().key().escaped(),
                        conflict.kind().meaning(),
                        type(conflict),
                        numbers.text(state, conflict)));
            }
            Table.print(context.out(), rows);
        }
    }

    private static String type(Conflict conflict) {
        String ours = conflict.sides().ours().map(ConflictsCommand::type).orElse("-");
        String theirs = conflict.sides().theirs().map(ConflictsCommand::type).orElse("-");
        return ours.equals(theirs) ? ours : ours + " | " + theirs;
    }

    private static String type(TensorEntry tensor) {
        return tensor.dtype() + " " + tensor.shape();
    }

    private static void write(JsonGenerator json, List<Listed> all, Numbers numbers) throws IOException {
        json.writeStartArray();
        for (Listed one : all) {
            json.writeStartObject();
            json.writeStringField("path", one.merge().path());
            if (one.state().isEmpty()) {
                json.writeStringField("file", one.merge().wholeFile());
            } else {
                OpenMerge.State state = one.state().get();
                json.writeBooleanField("frame", state.merged().frameOpen());
                json.writeArrayFieldStart("open");
                for (Conflict conflict : state.merged().open()) {
                    write(json, state, conflict, numbers);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, OpenMerge.State state, Conflict conflict, Numbers numbers)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", conflict.sides().key().text());
        json.writeStringField("kind", conflict.kind().word());
        for (Side side : Side.values()) {
            if (conflict.sides().of(side).isPresent()) {
                TensorEntry tensor = conflict.sides().of(side).get();
                json.writeObjectFieldStart(side.word());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeFieldName("shape");
                long[] extents = tensor.shape().extents();
                json.writeArray(extents, 0, extents.length);
                json.writeStringField(
                        "sha256", Stub.sha256(tensor).map(Object::toString).orElse(null));
                json.writeEndObject();
            }
        }
        json.writeObjectFieldStart("numbers");
        for (Side side : List.of(Side.OURS, Side.THEIRS)) {
            Optional<PairStatistics> of = numbers.of(state, conflict, side);
            if (of.isPresent()) {
                json.writeObjectFieldStart(side.word());
                number(json, "relativeL2", of.get().relativeL2());
                json.writeNumberField("changed", of.get().changed());
                number(json, "cosine", of.get().cosine());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    /** Says by how much each side changed a tensor. */
    private record Numbers(Optional<StubDiffer> differ) {
        static Stub stub(OpenMerge.State state, Side side) {
            return state.merge().side(side).orElseThrow();
        }

        static Optional<ParameterChange> change(OpenMerge.State state, Conflict conflict, Side side) {
            Optional<TensorEntry> before = conflict.sides().base();
            Optional<TensorEntry> after = conflict.sides().of(side);
            boolean isComparable = conflict.kind() == ConflictKind.MODIFIED
                    && state.merge().side(Side.BASE).isPresent()
                    && before.isPresent()
                    && after.isPresent()
                    && before.get().shape().equals(after.get().shape());
            return isComparable
                    ? Optional.of(new ParameterChange(ParameterChange.Kind.MODIFIED, before, after))
                    : Optional.empty();
        }

        Optional<PairStatistics> of(OpenMerge.State state, Conflict conflict, Side side) throws IOException {
            Optional<ParameterChange> change = change(state, conflict, side);
            return differ.isPresent() && change.isPresent()
                    ? differ.get().statistics(stub(state, Side.BASE), stub(state, side), change.get())
                    : Optional.empty();
        }

        String text(OpenMerge.State state, Conflict conflict) throws IOException {
            StringBuilder text = new StringBuilder();
            for (Side side : List.of(Side.OURS, Side.THEIRS)) {
                Optional<PairStatistics> of = of(state, conflict, side);
                if (of.isPresent()) {
                    text.append(text.length() == 0 ? "" : "; ");
                    text.append(String.format(
                            Locale.ROOT,
                            "%s: %.3g%% changed, relative L2 %.3g",
                            side.word(),
                            100 * of.get().changedFraction(),
                            of.get().relativeL2()));
                }
            }
            return text.toString();
        }
    }
}
