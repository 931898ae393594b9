// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.storage.stub.TensorEntry;

/** Writes what changed in a checkpoint as lines for people. */
public final class DiffText {
    private DiffText() {}

    /** Returns the line above a file's parameters. */
    public static String heading(FileDiff diff) {
        StringBuilder line = new StringBuilder(OneLine.of(diff.file().path()));
        if (!diff.file().oldPath().equals(diff.file().path())) {
            line.append(" (was ").append(OneLine.of(diff.file().oldPath())).append(')');
        }
        line.append(": ").append(totals(diff));
        if (!diff.oldFormat().isEmpty()
                && !diff.format().isEmpty()
                && !diff.oldFormat().equals(diff.format())) {
            line.append("; format ").append(diff.oldFormat()).append(" -> ").append(diff.format());
        }
        return line.append(diff.frame() ? "; frame changed" : "").toString();
    }

    /** Counts the parameters of each kind of change. */
    public static String totals(FileDiff diff) {
        TreeMap<ParameterChange.Kind, Integer> counts = new TreeMap<>();
        diff.rows().forEach(row -> counts.merge(row.change().kind(), 1, Integer::sum));
        StringJoiner text = new StringJoiner(", ");
        counts.forEach((kind, count) -> text.add(count + " " + word(kind)));
        String of = " of " + Sizes.count(diff.parameters(), "parameter");
        return counts.isEmpty() ? "no parameter changed" : text + of;
    }

    /** Returns the word for a kind of change. */
    public static String word(ParameterChange.Kind kind) {
        return switch (kind) {
            case DTYPE -> "dtype changed";
            case SHAPE -> "shape changed";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns the columns of a parameter's line. */
    public static List<String> columns(ParameterRow row) {
        List<String> columns =
                new ArrayList<>(List.of("  " + row.change().kind().letter(), row.name(), type(row.change())));
        columns.add(row.numbers().map(numbers -> numbers(row.change(), numbers)).orElse(""));
        return columns;
    }

    private static String type(ParameterChange change) {
        String now = type(change.latest());
        String old = change.before().map(DiffText::type).orElse(now);
        if (change.kind() == ParameterChange.Kind.RENAMED) {
            return "was " + change.before().orElseThrow().name().escaped();
        }
        return old.equals(now) ? now : old + " -> " + now;
    }

    private static String type(TensorEntry tensor) {
        return tensor.dtype() + " " + tensor.shape();
    }

    private static String numbers(ParameterChange change, PairStatistics numbers) {
        StringBuilder text = new StringBuilder(extent(numbers));
        if (numbers.rank().isPresent()) {
            text.append(", rank ").append(numbers.rank().getAsInt());
        }
        if (numbers.newNan() > 0) {
            text.append(", ").append(numbers.newNan()).append(" new NaN");
        }
        if (numbers.newInfinite() > 0) {
            text.append(", ").append(numbers.newInfinite()).append(" new Inf");
        }
        if (change.kind() == ParameterChange.Kind.DTYPE && numbers.changed() == 0) {
            return text.append(", the values are the same").toString();
        }
        if (numbers.isRounded()) {
            text.append(", values equal rounding to ").append(change.latest().dtype());
        }
        return text.append(String.format(
                        Locale.ROOT,
                        ", relative L2 %.3g, max %.3g, cosine %.9g, mean %.3g -> %.3g, std %.3g -> %.3g",
                        numbers.relativeL2(),
                        numbers.maxAbs(),
                        numbers.cosine(),
                        numbers.before().mean(),
                        numbers.after().mean(),
                        numbers.before().std(),
                        numbers.after().std()))
                .toString();
    }

    /** Says how much of a parameter changed: rows, if most are as they were. */
    private static String extent(PairStatistics numbers) {
        return numbers.rows() > 0 && 2 * numbers.changedRows() <= numbers.rows()
                ? numbers.changedRows() + " of " + Sizes.count(numbers.rows(), "row") + " changed"
                : String.format(Locale.ROOT, "%.3g%% changed", 100 * numbers.changedFraction());
    }
}
