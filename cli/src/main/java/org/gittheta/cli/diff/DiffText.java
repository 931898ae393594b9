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
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int MOST_SHOWN = 60;

    private DiffText() {}

    /** Returns the line above a file's parameters. */
    public static String heading(FileDiff diff) {
        return pathPart(diff) + ": " + sentence(diff);
    }

    private static String pathPart(FileDiff diff) {
        String path = OneLine.of(diff.file().path());
        return diff.file().oldPath().equals(diff.file().path())
                ? path
                : path + " (was " + OneLine.of(diff.file().oldPath()) + ")";
    }

    /** Says what changed in a file, without its name. */
    public static String sentence(FileDiff diff) {
        StringBuilder line = new StringBuilder(totals(diff));
        if (!diff.oldFormat().isEmpty()
                && !diff.format().isEmpty()
                && !diff.oldFormat().equals(diff.format())) {
            line.append("; format ").append(diff.oldFormat()).append(" -> ").append(diff.format());
        }
        if (!diff.facts().isEmpty()) {
            line.append("; metadata changed");
        } else if (diff.frame()
                && diff.rows().stream().allMatch(row -> row.change().kind() == ParameterChange.Kind.MODIFIED)) {
            // The frame names parameters with their types: it says nothing new where those changed.
            line.append("; frame changed");
        }
        return line.toString();
    }

    /** Counts the parameters of each kind of change. */
    public static String totals(FileDiff diff) {
        TreeMap<ParameterChange.Kind, Integer> counts = new TreeMap<>();
        diff.rows().forEach(row -> counts.merge(row.change().kind(), 1, Integer::sum));
        StringJoiner text = new StringJoiner(", ");
        counts.forEach((kind, count) -> text.add(count + " " + word(kind)));
        String of = " of " + Sizes.count(diff.parameters(), "parameter");
        double[] range = new Fold("", ParameterChange.Kind.MODIFIED, diff.rows()).relativeRange();
        String by = range.length == 0 ? "" : ", relative change " + range(range[0], range[1]);
        return counts.isEmpty() ? "no parameter changed" : text + of + by;
    }

    /** Returns the word for a kind of change. */
    public static String word(ParameterChange.Kind kind) {
        return switch (kind) {
            case DTYPE -> "dtype changed";
            case SHAPE -> "shape changed";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns a line for each thing that a file says beside its parameters and that differs. */
    public static List<String> facts(FileDiff diff) {
        return diff.facts().stream()
                .map(fact -> "  " + shown(fact.key()) + ": "
                        + fact.before().map(DiffText::shown).orElse("(none)") + " -> "
                        + fact.after().map(DiffText::shown).orElse("(none)"))
                .toList();
    }

    private static String shown(String text) {
        String line = OneLine.of(text);
        int end = line.offsetByCodePoints(0, Math.min(MOST_SHOWN, line.codePointCount(0, line.length())));
        return line.substring(0, end) + (end < line.length() ? "…" : "");
    }

    /**
     * Returns the columns of a group's line: the pattern, how many, by how much.
     *
     * @param bars whether to draw how much each layer changed
     */
    public static List<String> columns(Fold fold, boolean bars) {
        double[] range = fold.relativeRange();
        String change = range.length == 0 ? "" : "relative change " + range(range[0], range[1]);
        List<Double> layers = fold.byLayer();
        String drawn = bars && layers.size() > 1 ? bars(layers) : "";
        return List.of("  " + fold.pattern(), fold.rows().size() + " " + word(fold.kind()), change, drawn);
    }

    private static String range(double from, double to) {
        String first = String.format(Locale.ROOT, "%.2g", from);
        String last = String.format(Locale.ROOT, "%.2g", to);
        return first.equals(last) ? first : first + " … " + last;
    }

    /** Draws numbers as bars of one character each, the largest full. */
    static String bars(List<Double> values) {
        double largest = values.stream().mapToDouble(value -> value).max().orElse(0);
        StringBuilder bars = new StringBuilder();
        for (double value : values) {
            int height = largest == 0 ? 0 : (int) Math.ceil(value / largest * BARS.length());
            bars.append(BARS.charAt(Math.max(0, height - 1)));
        }
        return bars.toString();
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
    static String extent(PairStatistics numbers) {
        return numbers.rows() > 0 && 2 * numbers.changedRows() <= numbers.rows()
                ? numbers.changedRows() + " of " + Sizes.count(numbers.rows(), "row") + " changed"
                : String.format(Locale.ROOT, "%.3g%% changed", 100 * numbers.changedFraction());
    }
}
