// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.gittheta.cli.Json;
import org.gittheta.filter.diff.FactChange;
import org.gittheta.filter.diff.statistics.Moments;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Writes what changed in checkpoints as JSON.
 *
 * <pre>
 * [{"path": "m.safetensors", "oldPath": "m.safetensors", "status": "M", "oldFormat": "safetensors",
 *   "format": "safetensors", "frameChanged": true, "parameters": 101,
 *   "facts": [{"key": "epoch", "before": "1", "after": "2"}],   // what the frame says; before or after may be absent
 *   "changes": [{"kind": "modified",      // ParameterChange.Kind in lower case
 *     "before": {"name": "w", "dtype": "F32", "shape": [2, 3]}, "after": {…},
 *     "numbers": {"elements": 6, "changed": 2, "relativeL2": 0.1, "deltaNorm": 0.2, "maxAbs": 0.2, "cosine": 0.99,
 *       "newNan": 0, "newInfinite": 0, "rows": 2, "changedRows": 1, "rank": null, "isRounded": false,
 *       "before": {"finite": 6, "nan": 0, "infinite": 0, "mean": 0.0, "std": 1.0}, "after": {…}}}]}]
 * </pre>
 *
 * <p>A number that is not defined is null; see {@link PairStatistics}.
 */
public final class DiffJson {
    private DiffJson() {}

    /** Writes the array. */
    public static void write(JsonGenerator json, List<FileDiff> diffs) throws IOException {
        json.writeStartArray();
        for (FileDiff diff : diffs) {
            json.writeStartObject();
            fields(json, diff);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes the fields of one file into the object that is open. */
    public static void fields(JsonGenerator json, FileDiff diff) throws IOException {
        json.writeStringField("path", diff.file().path());
        json.writeStringField("oldPath", diff.file().oldPath());
        json.writeStringField("status", String.valueOf(diff.file().status()));
        json.writeStringField("oldFormat", diff.oldFormat());
        json.writeStringField("format", diff.format());
        json.writeBooleanField("frameChanged", diff.frame());
        json.writeNumberField("parameters", diff.parameters());
        facts(json, diff.facts());
        json.writeArrayFieldStart("changes");
        for (ParameterRow row : diff.rows()) {
            write(json, row);
        }
        json.writeEndArray();
    }

    private static void facts(JsonGenerator json, List<FactChange> facts) throws IOException {
        json.writeArrayFieldStart("facts");
        for (FactChange fact : facts) {
            json.writeStartObject();
            json.writeStringField("key", fact.key());
            if (fact.before().isPresent()) {
                json.writeStringField("before", fact.before().get());
            }
            if (fact.after().isPresent()) {
                json.writeStringField("after", fact.after().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, ParameterRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", row.change().kind().name().toLowerCase(java.util.Locale.ROOT));
        if (row.change().before().isPresent()) {
            tensor(json, "before", row.change().before().get());
        }
        if (row.change().after().isPresent()) {
            tensor(json, "after", row.change().after().get());
        }
        if (row.numbers().isPresent()) {
            numbers(json, row.numbers().get());
        }
        json.writeEndObject();
    }

    static void tensor(JsonGenerator json, String field, TensorEntry tensor) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("name", tensor.name().text());
        json.writeStringField("dtype", tensor.dtype().toString());
        json.writeFieldName("shape");
        long[] extents = tensor.shape().extents();
        json.writeArray(extents, 0, extents.length);
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, PairStatistics numbers) throws IOException {
        json.writeObjectFieldStart("numbers");
        json.writeNumberField("elements", numbers.elements());
        json.writeNumberField("changed", numbers.changed());
        number(json, "relativeL2", numbers.relativeL2());
        number(json, "deltaNorm", numbers.deltaNorm());
        number(json, "maxAbs", numbers.maxAbs());
        number(json, "cosine", numbers.cosine());
        json.writeNumberField("newNan", numbers.newNan());
        json.writeNumberField("newInfinite", numbers.newInfinite());
        json.writeNumberField("rows", numbers.rows());
        json.writeNumberField("changedRows", numbers.changedRows());
        Json.number(json, "rank", numbers.rank());
        json.writeBooleanField("isRounded", numbers.isRounded());
        moments(json, "before", numbers.before());
        moments(json, "after", numbers.after());
        json.writeEndObject();
    }

    private static void moments(JsonGenerator json, String field, Moments moments) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("finite", moments.finite());
        json.writeNumberField("nan", moments.nan());
        json.writeNumberField("infinite", moments.infinite());
        number(json, "mean", moments.mean());
        number(json, "std", moments.std());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, value);
        } else {
            json.writeNullField(field);
        }
    }
}
