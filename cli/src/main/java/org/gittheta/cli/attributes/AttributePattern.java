// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

/**
 * Writes patterns so that a line of a {@code .gitattributes} file holds them (gitattributes(5)).
 *
 * <p>A blank becomes {@code [[:space:]]}, as git-lfs writes it, because a quoted pattern is unknown to many tools; a
 * first {@code #}, {@code !} or {@code "} and the word {@code [attr]} get a backslash; only control characters make the
 * whole pattern a quoted string. Other characters stay, as UTF-8.
 */
public final class AttributePattern {
    private static final String SPACE = "[[:space:]]";

    private AttributePattern() {}

    /** Returns a pattern as a line holds it. */
    public static String escape(String pattern) {
        String text = pattern;
        if (text.startsWith("#") || text.startsWith("!") || text.startsWith("\"") || text.startsWith("[attr]")) {
            text = "\\" + text;
        }
        text = text.replace(" ", SPACE);
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7F) ? quote(text) : text;
    }

    /** Returns the pattern that a line holds, as a person would write it. */
    public static String unescape(String written) {
        String text = written.startsWith("\"") ? unquote(written) : written;
        text = text.replace(SPACE, " ");
        boolean masked = text.startsWith("\\#")
                || text.startsWith("\\!")
                || text.startsWith("\\\"")
                || text.startsWith("\\[attr]");
        return masked ? text.substring(1) : text;
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F) {
                out.append('\\').append((char) ('0' + (c >> 6))).append((char) ('0' + ((c >> 3) & 7)));
                out.append((char) ('0' + (c & 7)));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** Reads git's C-style quoting; what is not in that form is returned as it is, as git does. */
    private static String unquote(String written) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                return i == written.length() - 1 ? out.toString() : written;
            }
            if (c != '\\' || i + 1 >= written.length()) {
                out.append(c);
                continue;
            }
            c = written.charAt(++i);
            int simple = "abfnrtv".indexOf(c);
            if (simple >= 0) {
                out.append("\u0007\b\f\n\r\t\u000B".charAt(simple));
            } else if (c >= '0' && c <= '3' && i + 2 < written.length()) {
                out.append((char) Integer.parseInt(written, i, i + 3, 8));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return written;
    }
}
