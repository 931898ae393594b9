// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Matches paths as a pattern in the topmost {@code .gitattributes} does (gitattributes(5), gitignore(5)): without a slash
 * the last name of the path, else the whole path.
 */
final class PathPattern {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\p{Space}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private final String text;
    private final boolean isWhole;
    private final Pattern pattern;

    /** Takes the pattern as a person writes it. */
    PathPattern(String text) {
        this.text = text;
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        isWhole = bytes.contains("/");
        pattern = Pattern.compile(new Translation(bytes.startsWith("/") ? bytes.substring(1) : bytes).regex());
    }

    /** Returns the pattern as it was given. */
    String text() {
        return text;
    }

    /** Tells whether a path fits, given from the top with one character a byte. */
    boolean matches(String path) {
        String part = isWhole ? path : path.substring(path.lastIndexOf('/') + 1);
        return pattern.matcher(part).matches();
    }

    /** Makes a regular expression of a pattern. */
    private static final class Translation {
        private final String glob;
        private final StringBuilder out = new StringBuilder("(?s)");
        private int at;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            while (at < glob.length()) {
                char c = glob.charAt(at);
                if (c == '*') {
                    stars();
                } else if (c == '?') {
                    out.append("[^/]");
                    at++;
                } else if (c == '[') {
                    bracket();
                } else {
                    at += c == '\\' && at + 1 < glob.length() ? 1 : 0;
                    out.append(quoted(glob.charAt(at++)));
                }
            }
            return out.toString();
        }

        private void stars() {
            int from = at;
            while (at < glob.length() && glob.charAt(at) == '*') {
                at++;
            }
            boolean isAlone = at - from == 2 && (from == 0 || glob.charAt(from - 1) == '/');
            if (isAlone && at == glob.length()) {
                out.append(".+");
            } else if (isAlone && glob.charAt(at) == '/') {
                out.append("(?:[^/]+/)*");
                at++;
            } else {
                out.append("[^/]*");
            }
        }

        /** Translates a set of characters; with a bracket that nothing closes a pattern matches nothing. */
        private void bracket() {
            int i = at + 1;
            boolean isNegated = i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^');
            i += isNegated ? 1 : 0;
            StringBuilder set = new StringBuilder();
            for (boolean isFirst = true; i < glob.length() && (isFirst || glob.charAt(i) != ']'); isFirst = false) {
                int end = glob.startsWith("[:", i) ? glob.indexOf(":]", i) : -1;
                String named = end > 0 ? CLASSES.get(glob.substring(i + 2, end)) : null;
                if (named != null) {
                    set.append(named);
                    i = end + 2;
                    continue;
                }
                char c = glob.charAt(i);
                boolean isRange = c == '-' && !isFirst && i + 1 < glob.length() && glob.charAt(i + 1) != ']';
                if (c == '\\' && i + 1 < glob.length()) {
                    c = glob.charAt(++i);
                }
                set.append(isRange ? "-" : quoted(c));
                i++;
            }
            if (i >= glob.length()) {
                out.append("(?!)");
                at = glob.length();
                return;
            }
            out.append("(?!/)[").append(isNegated ? "^" : "").append(set).append(']');
            at = i + 1;
        }

        private static String quoted(char c) {
            return String.format("\\x%02x", (int) c);
        }
    }
}
