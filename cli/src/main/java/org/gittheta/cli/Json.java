// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;

/** Writes the answer of a command's {@code --json} option. */
public final class Json {
    private Json() {}

    /** Writes one JSON value: one document, indented, with an end of line. */
    public static void write(PrintStream out, Body body) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            body.write(json);
        }
        out.println();
    }

    /** Writes the content of a document. */
    @FunctionalInterface
    public interface Body {
        /** Writes exactly one value. */
        void write(JsonGenerator json) throws IOException;
    }
}
