// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.mergetool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gittheta.cli.OneLine;

/** Asks a person for lines. */
public final class Console {
    private static final int LONGEST_LINE = 4096;

    private final BufferedReader in;
    private final PrintStream out;

    /** Takes the streams that the person is at. */
    public Console(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /** Shows a line. */
    public void say(String line) {
        out.println(OneLine.of(line));
    }

    /** Shows a question and returns the line that is typed, stripped; nothing at the end of the input. */
    public Optional<String> ask(String question) throws IOException {
        out.print(OneLine.of(question) + " ");
        out.flush();
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            out.println();
            return Optional.empty();
        }
        while (c >= 0 && c != '\n') {
            if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
            c = in.read();
        }
        return Optional.of(line.toString().strip());
    }
}
