// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.man;

import java.util.Locale;

/** Writes the few man(7) macros that a page of a command needs, and escapes everything else. */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    /** Begins the page. */
    Roff title(String name, String source) {
        text.append(".TH \"").append(escaped(name.toUpperCase(Locale.ROOT))).append("\" \"1\" \"\" \"");
        text.append(escaped(source)).append("\" \"git theta\"\n.nh\n.ad l\n");
        return this;
    }

    Roff section(String name) {
        text.append(".SH \"").append(escaped(name)).append("\"\n");
        return this;
    }

    /** Writes one line of running text. */
    Roff line(String line) {
        text.append(protectedLine(line)).append('\n');
        return this;
    }

    Roff paragraph(String paragraph) {
        text.append(".PP\n");
        return line(paragraph);
    }

    /** Writes a term in bold and what it means. */
    Roff entry(String term, String meaning) {
        text.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        return line(meaning);
    }

    /** Writes lines as they are. */
    Roff verbatim(Iterable<String> lines) {
        text.append(".nf\n");
        for (String line : lines) {
            line(line);
        }
        text.append(".fi\n");
        return this;
    }

    private static String protectedLine(String line) {
        String safe = escaped(line);
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }

    private static String escaped(String raw) {
        return raw.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
