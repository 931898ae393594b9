// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.Pager;
import org.gittheta.cli.diff.DiffHtml;
import org.gittheta.cli.diff.DiffJson;
import org.gittheta.cli.diff.DiffMarkdown;
import org.gittheta.cli.diff.DiffReader.Wanted;
import org.gittheta.cli.diff.DiffRows;
import org.gittheta.cli.diff.DiffText;
import org.gittheta.cli.diff.FileDiff;
import org.gittheta.cli.diff.Fold;
import org.gittheta.cli.diff.Palette;
import org.gittheta.cli.diff.ParameterRow;
import picocli.CommandLine.Option;

/** Holds the options that say in which form a diff is printed, and prints it. */
final class DiffOutput {
    @Option(names = "--stat", description = "Only count: a line for each file, and no parameter is read.")
    private boolean stat;

    @Option(names = "--summary", description = "Only groups of parameters, repeated layers folded into one line.")
    private boolean summary;

    @Option(names = "--name-only", description = "Only write path and parameter, a tab between.")
    private boolean nameOnly;

    @Option(
            names = "--name-status",
            description = "As --name-only, with a letter before: M modified, A added, D removed, R renamed, T another"
                    + " dtype, S another shape.")
    private boolean nameStatus;

    @Option(names = "--json", description = "Write everything as JSON.")
    private boolean isJson;

    @Option(names = "--markdown", description = "Write a summary in Markdown, for a comment on a pull request.")
    private boolean isMarkdown;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write one page that needs no network: changes by layer, histograms, a table.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description = "Order parameters by ${COMPLETION-CANDIDATES}, largest first, or by name (the default).")
    private DiffRows.Key sort = DiffRows.Key.NAME;

    @Option(names = "--color", description = "Use colours, even in no terminal; without it color.diff says.")
    private boolean colour;

    @Option(names = "--no-color", description = "Use no colours.")
    private boolean noColour;

    @Option(names = "--no-pager", description = "Start no pager.")
    private boolean noPager;

    Wanted wanted() {
        boolean onlyNames = (stat || nameOnly || nameStatus) && !isJson && !isMarkdown;
        return new Wanted(!onlyNames || html.isPresent(), html.isPresent());
    }

    void print(CommandContext context, List<FileDiff> diffs) throws IOException {
        if (html.isPresent()) {
            DiffHtml.write(context.directory().resolve(html.get()), diffs);
        } else if (isJson) {
            Json.write(context.out(), json -> DiffJson.write(json, diffs));
        } else if (isMarkdown) {
            diffs.forEach(diff -> DiffMarkdown.lines(diff).forEach(context.out()::println));
        } else if (!diffs.isEmpty()) {
            Optional<Boolean> forced = noColour ? Optional.of(false) : colour ? Optional.of(true) : Optional.empty();
            Palette palette = Palette.of(context, forced);
            try (Pager pager = Pager.of(context, "diff", !noPager)) {
                diffs.forEach(
                        diff -> print(pager.out(), palette, context.terminal().out(), diff));
            }
        }
    }

    private void print(PrintStream out, Palette palette, boolean isTerminal, FileDiff diff) {
        List<ParameterRow> rows = DiffRows.sorted(diff.rows(), sort);
        if (nameOnly || nameStatus) {
            String path = OneLine.of(diff.file().path());
            for (ParameterRow row : rows) {
                String letter = nameStatus ? row.change().kind().letter() + "\t" : "";
                out.println(letter + path + "\t" + row.name());
            }
            return;
        }
        out.println(palette.meta() + DiffText.heading(diff) + palette.reset());
        DiffText.facts(diff).forEach(out::println);
        if (stat) {
            return;
        }
        List<Fold> folds = Fold.of(diff.rows());
        if (summary || folds.size() < diff.rows().size()) {
            Table.print(
                    out,
                    folds.stream()
                            .map(fold -> DiffText.columns(fold, isTerminal))
                            .toList());
        }
        if (!summary) {
            List<List<String>> lines = new ArrayList<>();
            for (ParameterRow row : rows) {
                List<String> columns = new ArrayList<>(DiffText.columns(row));
                columns.set(0, palette.of(row.change().kind(), columns.get(0)));
                lines.add(columns);
            }
            Table.print(out, lines);
        }
    }
}
