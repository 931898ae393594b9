// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

/** Keeps a message on one line and off the terminal's controls, whatever a path or a damaged stub has in it. */
public final class OneLine {
    private OneLine() {}

    /** Returns the text with every control character as {@code \n}, {@code \t} or its octal escape, as git writes them. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\%03o", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
