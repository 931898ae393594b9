// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * Renders rows as JSON: {@code {"setup": {…}, "rows": [{"name", "timeRatio", "storedRatio", "theta": {…}, "lfs": {…},
 * "floor": {…}}]}}, times in seconds, sizes in bytes; what is not known is left out.
 */
final class JsonReport {
    private JsonReport() {}

    static String render(Setup setup, List<ComparedRow> rows) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeObjectFieldStart("setup");
            json.writeStringField("theta", setup.theta());
            json.writeStringField("lfs", setup.lfs());
            json.writeStringField("git", setup.git());
            json.writeStringField("machine", setup.machine());
            json.writeNumberField("runs", setup.runs());
            json.writeEndObject();
            json.writeArrayFieldStart("rows");
            for (ComparedRow row : rows) {
                row(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void row(JsonGenerator json, ComparedRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        if (row.timeRatio().isPresent()) {
            json.writeNumberField("timeRatio", row.timeRatio().getAsDouble());
        }
        if (row.storedRatio().isPresent()) {
            json.writeNumberField("storedRatio", row.storedRatio().getAsDouble());
        }
        outcome(json, "theta", row.theta());
        outcome(json, "lfs", row.lfs());
        if (row.floor().isPresent()) {
            outcome(json, "floor", row.floor().get());
        }
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, String name, Outcome outcome) throws IOException {
        json.writeObjectFieldStart(name);
        if (outcome.time().isPresent()) {
            Statistics time = outcome.time().get();
            json.writeNumberField("median", time.median());
            json.writeNumberField("fastest", time.fastest());
            json.writeNumberField("slowest", time.slowest());
            json.writeNumberField("runs", time.runs());
        }
        if (outcome.processor().isPresent()) {
            json.writeNumberField("processor", outcome.processor().get().median());
        }
        if (outcome.memory().isPresent()) {
            PeakMemory memory = outcome.memory().get();
            json.writeNumberField("largestProcess", memory.largest());
            json.writeStringField("largestProgram", memory.program());
            json.writeNumberField("allProcesses", memory.sum());
        }
        if (outcome.stored().isPresent()) {
            json.writeNumberField("stored", outcome.stored().getAsLong());
        }
        if (outcome.failure().isPresent()) {
            json.writeStringField("failure", outcome.failure().get());
        }
        json.writeEndObject();
    }
}
