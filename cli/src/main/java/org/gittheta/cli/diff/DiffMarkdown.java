// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gittheta.cli.OneLine;
import org.gittheta.filter.diff.FactChange;
import org.gittheta.filter.diff.statistics.PairStatistics;

/** Writes what changed in a checkpoint as Markdown, short enough for a comment on a pull request. */
public final class DiffMarkdown {
    private static final int MOST_GROUPS = 40;
    private static final int MOST_PARAMETERS = 20;
    private static final int MOST_FACTS = 20;
    private static final int MOST_CHARACTERS = 120;

    private DiffMarkdown() {}

    /** Returns the lines for one file. */
    public static List<String> lines(FileDiff diff) {
        List<String> lines = new ArrayList<>();
        String was = diff.file().oldPath().equals(diff.file().path())
                ? ""
                : " (was " + code(diff.file().oldPath()) + ")";
        lines.add("### " + code(diff.file().path()) + was);
        lines.add("");
        lines.add(text(DiffText.sentence(diff)) + ".");
        List<Fold> folds = Fold.of(diff.rows());
        if (!folds.isEmpty()) {
            lines.addAll(List.of("", "| parameters | change | relative L2 |", "|---|---|---|"));
            for (Fold fold : folds.subList(0, Math.min(MOST_GROUPS, folds.size()))) {
                List<String> columns = DiffText.columns(fold, false);
                lines.add("| " + code(fold.pattern()) + " | " + columns.get(1) + " | "
                        + columns.get(2).replace("relative change ", "") + " |");
            }
            more(lines, folds.size() - MOST_GROUPS, "group");
        }
        facts(lines, diff.facts());
        largest(lines, diff.rows());
        lines.add("");
        return lines;
    }

    private static void facts(List<String> lines, List<FactChange> facts) {
        if (facts.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "| metadata | before | after |", "|---|---|---|"));
        for (FactChange fact : facts.subList(0, Math.min(MOST_FACTS, facts.size()))) {
            lines.add("| " + code(fact.key()) + " | "
                    + fact.before().map(DiffMarkdown::code).orElse("") + " | "
                    + fact.after().map(DiffMarkdown::code).orElse("") + " |");
        }
        more(lines, facts.size() - MOST_FACTS, "entry");
    }

    private static void largest(List<String> lines, List<ParameterRow> rows) {
        List<ParameterRow> numbered = rows.stream()
                .filter(row -> row.numbers().isPresent())
                .sorted(Comparator.comparingDouble(row -> -row.numbers().get().relativeL2()))
                .toList();
        if (numbered.isEmpty()) {
            return;
        }
        lines.addAll(List.of(
                "",
                "<details><summary>Largest changes</summary>",
                "",
                "| parameter | changed | relative L2 | max | cosine |",
                "|---|---|---|---|---|"));
        for (ParameterRow row : numbered.subList(0, Math.min(MOST_PARAMETERS, numbered.size()))) {
            PairStatistics numbers = row.numbers().get();
            lines.add("| " + code(row.name()) + " | "
                    + DiffText.extent(numbers).replace(" changed", "")
                    + (numbers.rank().isPresent() ? ", rank " + numbers.rank().getAsInt() : "")
                    + String.format(
                            Locale.ROOT,
                            " | %.3g | %.3g | %.6g |",
                            numbers.relativeL2(),
                            numbers.maxAbs(),
                            numbers.cosine()));
        }
        more(lines, numbered.size() - MOST_PARAMETERS, "parameter");
        lines.addAll(List.of("", "</details>"));
    }

    private static void more(List<String> lines, int more, String noun) {
        if (more > 0) {
            lines.add("");
            lines.add("… and " + more + " more " + (more == 1 ? noun : noun.equals("entry") ? "entries" : noun + "s"));
        }
    }

    /** Returns text as code that neither ends its table's cell nor itself, whatever a name has in it. */
    static String code(String text) {
        StringBuilder safe = new StringBuilder("<code>");
        int shown = 0;
        for (int c : OneLine.of(text).codePoints().toArray()) {
            if (shown++ == MOST_CHARACTERS) {
                safe.append('…');
                break;
            }
            if (Character.isLetterOrDigit(c) || " .-/,".indexOf(c) >= 0 || c == '…') {
                safe.appendCodePoint(c);
            } else {
                safe.append("&#").append(c).append(';');
            }
        }
        return safe.append("</code>").toString();
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("->", "→")
                .replace("|", "\\|");
    }
}
