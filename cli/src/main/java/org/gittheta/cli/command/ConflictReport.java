// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.merge.ConflictNumbers;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub.Conflict;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Shows what is open of merges.
 *
 * @param context the world of the command
 * @param numbers says by how much sides changed a parameter
 * @param most the most parameters of a file that are listed for people
 */
record ConflictReport(CommandContext context, ConflictNumbers numbers, int most) {
    /** Pairs a merge with how it stands; nothing for one that is not made by parameter. */
    record Listed(OpenMerge merge, Optional<OpenMerge.State> state) {}

    /** Finds out how merges stand. */
    static List<Listed> list(
            CommandContext context, CheckpointRepository repository, Workers workers, List<OpenMerge> merges)
            throws IOException {
        List<Listed> all = new ArrayList<>();
        for (OpenMerge merge : merges) {
            MergeSession session = new MergeSession(() -> repository, workers, merge.path());
            all.add(new Listed(
                    merge, merge.key().isPresent() ? Optional.of(merge.look(context, session)) : Optional.empty()));
        }
        return all;
    }

    /** Prints one merge under a heading. */
    void print(String path, Listed one) {
        if (one.state().isEmpty()) {
            context.out()
                    .println(OneLine.of(path) + ": " + one.merge().wholeFile()
                            + " ('git theta resolve --ours' or --theirs)");
            return;
        }
        OpenMerge.State state = one.state().get();
        int settled = state.settlement().tensors().size();
        List<Conflict> open = state.merged().open();
        context.out()
                .println(OneLine.of(path) + ": " + Sizes.count(open.size(), "parameter") + " open"
                        + (settled > 0 ? ", " + settled + " settled" : "")
                        + (state.merged().frameOpen() ? "; the frame is open, too" : ""));
        if (!state.problem().isEmpty()) {
            context.out().println(OneLine.of("  " + state.problem()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Conflict conflict : open.subList(0, Math.min(most, open.size()))) {
            rows.add(List.of(
                    "  " + conflict.sides().key().escaped(),
                    conflict.kind().meaning(),
                    type(conflict),
                    OneLine.of(text(numbers.of(state, conflict)))));
        }
        Table.print(context.out(), rows);
        if (open.size() > most) {
            context.out().println("  and " + (open.size() - most) + " more: 'git theta conflicts' lists all");
        }
    }

    /** Returns element type and shape, of both sides where they differ. */
    static String type(Conflict conflict) {
        String ours = conflict.sides().ours().map(ConflictReport::type).orElse("-");
        String theirs = conflict.sides().theirs().map(ConflictReport::type).orElse("-");
        return ours.equals(theirs) ? ours : ours + " | " + theirs;
    }

    private static String type(TensorEntry tensor) {
        return tensor.dtype() + " " + tensor.shape();
    }

    /** Says numbers in one line. */
    static String text(ConflictNumbers.Numbers numbers) {
        StringJoiner text = new StringJoiner("; ");
        for (Side side : List.of(Side.OURS, Side.THEIRS)) {
            numbers.of(side)
                    .ifPresent(of -> text.add(String.format(
                            Locale.ROOT,
                            "%s: %.3g%% changed, relative L2 %.3g",
                            side.word(),
                            100 * of.changedFraction(),
                            of.relativeL2())));
        }
        if (Double.isFinite(numbers.cosine())) {
            text.add(String.format(Locale.ROOT, "cosine %.3f", numbers.cosine()));
        }
        return numbers.reason().isEmpty()
                ? text.toString()
                : text.add(numbers.reason()).toString();
    }

    /** Writes the fields of one merge. */
    void write(JsonGenerator json, Listed one) throws IOException {
        if (one.state().isEmpty()) {
            json.writeStringField("file", one.merge().wholeFile());
            return;
        }
        OpenMerge.State state = one.state().get();
        json.writeBooleanField("frame", state.merged().frameOpen());
        if (!state.problem().isEmpty()) {
            json.writeStringField("problem", state.problem());
        }
        json.writeArrayFieldStart("open");
        for (Conflict conflict : state.merged().open()) {
            write(json, state, conflict);
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, OpenMerge.State state, Conflict conflict) throws IOException {
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
        ConflictNumbers.Numbers of = numbers.of(state, conflict);
        json.writeObjectFieldStart("numbers");
        for (Side side : List.of(Side.OURS, Side.THEIRS)) {
            if (of.of(side).isPresent()) {
                PairStatistics changed = of.of(side).get();
                json.writeObjectFieldStart(side.word());
                number(json, "relativeL2", changed.relativeL2());
                json.writeNumberField("changed", changed.changed());
                number(json, "cosine", changed.cosine());
                json.writeEndObject();
            }
        }
        if (of.ours().isPresent() && of.theirs().isPresent()) {
            number(json, "cosine", of.cosine());
        }
        if (!of.reason().isEmpty()) {
            json.writeStringField("reason", of.reason());
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
}
