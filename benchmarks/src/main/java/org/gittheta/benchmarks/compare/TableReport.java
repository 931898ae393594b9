// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders rows as a table, for people. */
final class TableReport {
    private static final String NONE = "–";
    private static final List<String> HEAD = List.of(
            "command",
            "git theta",
            "git-lfs",
            "ratio",
            "floor",
            "CPU, git theta",
            "CPU, git-lfs",
            "memory, git theta",
            "memory, git-lfs",
            "stored, git theta",
            "stored, git-lfs",
            "ratio");

    private final List<ComparedRow> rows;

    TableReport(List<ComparedRow> rows) {
        this.rows = rows;
    }

    String markdown(Setup setup) {
        StringBuilder out = new StringBuilder(setup.sentence()).append("\n\n");
        out.append("| ").append(String.join(" | ", HEAD)).append(" |\n");
        out.append("|---").append("|---:".repeat(HEAD.size() - 1)).append("|\n");
        for (ComparedRow row : rows) {
            out.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
        }
        return out.append(failures("\n* ")).toString();
    }

    String text(Setup setup) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder(setup.sentence()).append("\n\n");
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - line.get(i).length());
                text.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
        return out.append(failures("\n")).toString();
    }

    private String failures(String bullet) {
        return rows.stream()
                .flatMap(row -> Stream.of(
                                failure(row.name() + ": " + Contestant.THETA.label(), Optional.of(row.theta())),
                                failure(row.name() + ": " + Contestant.LFS.label(), Optional.of(row.lfs())),
                                failure(row.name() + ": " + Contestant.FLOOR.label(), row.floor()))
                        .flatMap(Optional::stream))
                .map(sentence -> bullet + sentence + "\n")
                .collect(Collectors.joining());
    }

    private static Optional<String> failure(String who, Optional<Outcome> outcome) {
        return outcome.flatMap(Outcome::failure).map(reason -> who + " failed: " + reason);
    }

    private static List<String> cells(ComparedRow row) {
        return List.of(
                row.name(),
                time(row.theta()),
                time(row.lfs()),
                ratio(row.timeRatio()),
                row.floor().map(TableReport::time).orElse(NONE),
                processor(row.theta()),
                processor(row.lfs()),
                memory(row.theta()),
                memory(row.lfs()),
                stored(row.theta().stored()),
                stored(row.lfs().stored()),
                ratio(row.storedRatio()));
    }

    private static String time(Outcome outcome) {
        return outcome.time()
                .map(time ->
                        seconds(time.median()) + " s [" + seconds(time.fastest()) + "–" + seconds(time.slowest()) + "]")
                .orElse("failed");
    }

    private static String processor(Outcome outcome) {
        return outcome.processor().map(time -> seconds(time.median()) + " s").orElse(NONE);
    }

    private static String memory(Outcome outcome) {
        return outcome.memory()
                .map(peak ->
                        ByteSize.format(peak.largest()) + " (" + peak.program() + ") / " + ByteSize.format(peak.sum()))
                .orElse(outcome.failure().isPresent() ? NONE : "n/a");
    }

    private static String stored(OptionalLong bytes) {
        return bytes.isPresent() ? ByteSize.format(bytes.getAsLong()) : NONE;
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : NONE;
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
    }
}
