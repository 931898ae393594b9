// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.OptionalInt;

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

    /** Writes a field that is an array of texts. */
    public static void strings(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** Writes a field that is a number, or null. */
    public static void number(JsonGenerator json, String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsInt());
        } else {
            json.writeNullField(name);
        }
    }

    /** Writes the content of a document. */
    @FunctionalInterface
    public interface Body {
        /** Writes exactly one value. */
        void write(JsonGenerator json) throws IOException;
    }
}
