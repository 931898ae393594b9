// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the lines of an attributes file and changes only those it is asked to: comments, order, line ends and bytes that
 * are no UTF-8 stay.
 */
public final class AttributesText {
    private static final String MARK = "\u00EF\u00BB\u00BF";

    /** Lines with their ends, one character a byte. */
    private final List<String> lines = new ArrayList<>();

    /** Takes the bytes of the file. */
    public AttributesText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
    }

    /** Returns the bytes of the file as it is now. */
    public byte[] bytes() {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the lines that give attributes, each with its number counted from 1. */
    public List<Numbered> attributeLines() {
        List<Numbered> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            parse(i).ifPresent(line -> found.add(new Numbered(number, line)));
        }
        return found;
    }

    private Optional<AttributeLine> parse(int index) {
        String line = utf8(lines.get(index));
        return AttributeLine.parse(index == 0 && lines.get(0).startsWith(MARK) ? line.substring(1) : line);
    }

    /** Appends a line. */
    public void append(AttributeLine line) {
        int last = lines.size() - 1;
        String end = last >= 0 && lines.get(0).endsWith("\r\n") ? "\r\n" : "\n";
        if (last >= 0 && !lines.get(last).endsWith("\n")) {
            lines.set(last, lines.get(last) + end);
        }
        lines.add(latin(line.toString()) + end);
    }

    /** Replaces lines, or removes them where the function returns nothing. */
    public void replaceEach(Function<AttributeLine, Optional<AttributeLine>> change) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<AttributeLine> line = parse(i);
            if (line.isEmpty()) {
                continue;
            }
            Optional<AttributeLine> changed = change.apply(line.get());
            if (changed.isEmpty()) {
                lines.remove(i);
            } else if (!changed.equals(line)) {
                String old = lines.get(i);
                String end = old.endsWith("\r\n") ? "\r\n" : old.endsWith("\n") ? "\n" : "";
                lines.set(i, latin(changed.get().toString()) + end);
            }
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Says where a line stands.
     *
     * @param number its number, counted from 1
     * @param line the line
     */
    public record Numbered(int number, AttributeLine line) {}
}
