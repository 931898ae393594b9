// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.cli.process.ShellWords;

/**
 * Is one row of what a run is repeated for: values by name.
 *
 * @param text the row as it stands in the file
 * @param values {@code line}, or the columns of a table
 */
public record ForeachRow(String text, Map<String, String> values) {
    private static final Pattern NAME = Pattern.compile("(?<!\\{)\\{([^{}\\[\\]]+)\\}(?!\\})");

    /** Copies the map. */
    public ForeachRow {
        values = Map.copyOf(values);
    }

    /** Reads a file: one with a name that ends with {@code .csv} has columns, named in its first row (RFC 4180). */
    public static List<ForeachRow> parse(String name, String content) throws MalformedRecordException {
        return name.endsWith(".csv") ? table(content) : lines(content);
    }

    private static List<ForeachRow> lines(String content) {
        return content.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> new ForeachRow(line, Map.of("line", line)))
                .toList();
    }

    private static List<ForeachRow> table(String content) throws MalformedRecordException {
        List<List<String>> cells = cells(content);
        List<ForeachRow> rows = new ArrayList<>();
        for (int i = 1; i < cells.size(); i++) {
            if (cells.get(i).size() != cells.get(0).size()) {
                throw new MalformedRecordException(
                        "row " + (i + 1) + " of the table has " + cells.get(i).size() + " cells, the first row "
                                + cells.get(0).size());
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int column = 0; column < cells.get(0).size(); column++) {
                values.put(cells.get(0).get(column).strip(), cells.get(i).get(column));
            }
            rows.add(new ForeachRow(String.join(",", cells.get(i)), values));
        }
        return rows;
    }

    private static List<List<String>> cells(String content) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        String text = content.replace("\r\n", "\n") + (content.endsWith("\n") ? "" : "\n");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    isQuoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                isQuoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    if (row.size() > 1 || !row.get(0).isBlank()) {
                        rows.add(List.copyOf(row));
                    }
                    row.clear();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }

    /** Returns a request with the values of this row in it. Other placeholders stay: the record has them. */
    public RunRequest in(RunRequest request) {
        RecordedCommand command = request.command().isList()
                ? new RecordedCommand(
                        request.command().words().stream().map(this::literally).toList(), true)
                : RecordedCommand.text(
                        replace(request.command().words().get(0), value -> braces(ShellWords.quote(value))));
        return new RunRequest(
                command,
                request.message().map(text -> replace(text, value -> value)),
                request.inputs().stream().map(this::literally).toList(),
                request.outputs().stream().map(this::literally).toList(),
                request.extraInputs(),
                request.isExplicit(),
                request.ready(),
                request.isSavedOnFailure(),
                request.environment(),
                request.chain(),
                request.expectedExit(),
                request.isQuiet());
    }

    private String literally(String text) {
        return replace(text, ForeachRow::braces);
    }

    private static String braces(String value) {
        return value.replace("{", "{{").replace("}", "}}");
    }

    private String replace(String text, UnaryOperator<String> form) {
        Matcher matcher = NAME.matcher(text);
        return matcher.replaceAll(found -> {
            String value = values.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : form.apply(value));
        });
    }
}
