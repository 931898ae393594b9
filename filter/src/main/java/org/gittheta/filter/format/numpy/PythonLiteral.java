// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Reads the part of Python's literals that numpy writes into headers: dicts with text as keys, lists, tuples, text,
 * integers, True, False and None. Gives {@link Map}, {@link List} for both lists and tuples, {@link String}, {@link Long}
 * and {@link Boolean}; None is the text {@code None}.
 */
final class PythonLiteral {
    private static final int MOST_DEPTH = 32;

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    static Object parse(String text) throws MalformedCheckpointException {
        PythonLiteral literal = new PythonLiteral(text);
        Object value = literal.value(0);
        literal.skipSpace();
        if (literal.at != text.length()) {
            throw unreadable();
        }
        return value;
    }

    private Object value(int depth) throws MalformedCheckpointException {
        if (depth > MOST_DEPTH) {
            throw unreadable();
        }
        char first = peek();
        return switch (first) {
            case '{' -> map(depth);
            case '[' -> items(']', depth);
            case '(' -> items(')', depth);
            case '\'', '"' -> quoted();
            default -> word();
        };
    }

    private Map<String, Object> map(int depth) throws MalformedCheckpointException {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (peek() != '}') {
            String key = quoted();
            expect(':');
            if (map.put(key, value(depth + 1)) != null) {
                throw unreadable();
            }
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
        return map;
    }

    private List<Object> items(char end, int depth) throws MalformedCheckpointException {
        List<Object> items = new ArrayList<>();
        at++;
        while (peek() != end) {
            items.add(value(depth + 1));
            if (peek() != end) {
                expect(',');
            }
        }
        at++;
        return items;
    }

    /** Reads text in quotes; what is escaped in it keeps its backslash, since nothing here depends on it. */
    private String quoted() throws MalformedCheckpointException {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw unreadable();
        }
        int start = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw unreadable();
        }
        return text.substring(start, at++);
    }

    private Object word() throws MalformedCheckpointException {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("True") || word.equals("False")) {
            return word.equals("True");
        }
        if (word.equals("None")) {
            return word;
        }
        // Python 2 wrote an L after large integers.
        String digits = word.endsWith("L") ? word.substring(0, word.length() - 1) : word;
        if (!digits.matches("[0-9]{1,19}")) {
            throw unreadable();
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw unreadable();
        }
    }

    private char peek() throws MalformedCheckpointException {
        skipSpace();
        if (at >= text.length()) {
            throw unreadable();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws MalformedCheckpointException {
        if (peek() != wanted) {
            throw unreadable();
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && " \n\t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static MalformedCheckpointException unreadable() {
        return new MalformedCheckpointException("the header of an array is not the one numpy writes");
    }
}
