// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/**
 * Expands placeholders, as Python's format strings have them: <code>{inputs}</code>, <code>{inputs[0]}</code>,
 * <code>{pwd}</code>; two braces stand for one.
 *
 * @param values the values by name: each one a list, which is written with spaces between
 */
public record Placeholders(Map<String, List<String>> values) {
    private static final Pattern TOKEN =
            Pattern.compile("\\{\\{|\\}\\}|\\{([^{}\\[\\]:!]*)(?:\\[(\\d{1,6})\\])?\\}|[{}]");
    private static final Pattern NAMED = Pattern.compile("(?<!\\{)\\{[\\p{Alpha}_][\\w-]*(?:\\[\\d+\\])?\\}");

    /** Copies the map. */
    public Placeholders {
        values = Map.copyOf(values);
    }

    /** Tells whether there is a placeholder in a text. */
    public static boolean isPresent(String text) {
        return NAMED.matcher(text).find();
    }

    /**
     * Expands a text.
     *
     * @throws CommandException if a placeholder is not known, or has too few values, or a brace stands alone
     */
    public String expand(String text) {
        Matcher matcher = TOKEN.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher)));
        }
        return matcher.appendTail(expanded).toString();
    }

    private String value(Matcher matcher) {
        String token = matcher.group();
        if (token.equals("{{") || token.equals("}}")) {
            return token.substring(1);
        }
        if (matcher.group(1) == null) {
            throw refusal("a brace stands alone in the command");
        }
        List<String> known = values.get(matcher.group(1));
        if (known == null) {
            throw refusal("there is no placeholder " + token + ", only {"
                    + String.join("} {", new TreeSet<>(values.keySet())) + "}");
        }
        if (matcher.group(2) == null) {
            return String.join(" ", known);
        }
        int index = Integer.parseInt(matcher.group(2));
        if (index >= known.size()) {
            throw refusal(token + " has no value: there are " + known.size());
        }
        return known.get(index);
    }

    private static CommandException refusal(String what) {
        return new CommandException(ExitCode.USAGE, what + "; write {{ and }} for braces");
    }
}
