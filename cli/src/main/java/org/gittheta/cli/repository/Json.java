// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;

/** Writes results for programs. */
public final class Json {
    private Json() {}

    /** Writes one value to a stream, indented, and ends the line. */
    public static void write(PrintStream out, Body body) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            body.write(json);
        }
        out.println();
    }

    /** Writes a value. */
    @FunctionalInterface
    public interface Body {
        /** Writes it. */
        void write(JsonGenerator json) throws IOException;
    }
}
