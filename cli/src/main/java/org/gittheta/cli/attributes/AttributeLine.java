// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Holds one line of a {@code .gitattributes} file that gives attributes to a pattern.
 *
 * @param written the pattern as the line holds it
 * @param attributes the words after it
 */
public record AttributeLine(String written, List<String> attributes) {
    /** What git theta gives to a pattern. */
    public static final List<String> OURS = List.of("filter=theta", "diff=theta", "merge=theta", "-text");

    private static final String FILTER = "filter=";
    private static final String MACRO = "[attr]";

    /** Copies the list. */
    public AttributeLine {
        attributes = List.copyOf(attributes);
    }

    /** Returns a line that hands a pattern to git theta. */
    public static AttributeLine tracking(String pattern) {
        return new AttributeLine(AttributePattern.escape(pattern), OURS);
    }

    /** Reads a line without its end; returns nothing for comments, macros and empty lines. */
    public static Optional<AttributeLine> parse(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#") || text.startsWith(MACRO)) {
            return Optional.empty();
        }
        int end = text.startsWith("\"") ? closingQuote(text) : firstBlank(text);
        List<String> words = Arrays.stream(text.substring(end).split("[ \\t]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return Optional.of(new AttributeLine(text.substring(0, end), words));
    }

    private static int firstBlank(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            at++;
        }
        return at;
    }

    private static int closingQuote(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return firstBlank(text);
    }

    /** Returns the pattern as a person would write it. */
    public String pattern() {
        return AttributePattern.unescape(written);
    }

    /** Returns the filter that the line sets, the last one counting. */
    public Optional<String> filter() {
        return attributes.stream()
                .filter(word -> word.startsWith(FILTER))
                .map(word -> word.substring(FILTER.length()))
                .reduce((first, second) -> second);
    }

    /** Tells whether the line hands its pattern to git theta. */
    public boolean isOurs() {
        return filter().filter("theta"::equals).isPresent();
    }

    /** Returns the line with all of our attributes and whatever else it had. */
    public AttributeLine complete() {
        List<String> all = new ArrayList<>(attributes);
        OURS.stream().filter(word -> !all.contains(word)).forEach(all::add);
        return new AttributeLine(written, all);
    }

    /** Returns what is left of the line without our attributes, or nothing. */
    public Optional<AttributeLine> withoutOurs() {
        List<String> rest =
                attributes.stream().filter(word -> !OURS.contains(word)).toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(new AttributeLine(written, rest));
    }

    @Override
    public String toString() {
        return written + " " + String.join(" ", attributes);
    }
}
