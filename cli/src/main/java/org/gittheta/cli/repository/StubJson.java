// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.gittheta.filter.diff.statistics.SideStatistics;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;

/**
 * Writes a stub as fields of a JSON object.
 *
 * <pre>
 * "format": "safetensors", "rawBytes": 1234, "storedBytes": 567,
 * "frame": {"size": 34, "sha256": "…", "codec": "raw"},
 * "parameters": [
 *   {"name": "w", "kind": "parameter" | "storage", "dtype": "F32", "shape": [2, 3], "size": 24, "sha256": "…",
 *    "codec": "planes", "storedBytes": 20, "bases": 0},
 *   {"name": "v", "kind": "view", "dtype": "F32", "shape": [3], "target": "w", "offset": 12, "sha256": "…"},
 *   {"name": "t", "kind": "view", "dtype": "F32", "shape": [3, 2], "target": "w", "offset": 0, "strides": [1, 3]}
 * ]
 * </pre>
 *
 * <p>Sizes and offsets are in bytes, strides in elements; {@code bases} counts the deltas between a parameter and the
 * first of its ancestors that is stored whole.
 */
public final class StubJson {
    private StubJson() {}

    /** Writes more fields of a parameter. */
    @FunctionalInterface
    public interface More {
        /** Writes them into the object that is open. */
        void write(TensorEntry tensor) throws IOException;
    }

    /** Writes the fields into the object that is open. */
    public static void write(JsonGenerator json, Stub stub) throws IOException {
        write(json, stub, stub.tensors(), tensor -> {});
    }

    /**
     * Writes the fields into the object that is open.
     *
     * @param wanted the parameters to list
     * @param more is asked for more of each
     */
    public static void write(JsonGenerator json, Stub stub, List<TensorEntry> wanted, More more) throws IOException {
        StubSummary summary = StubSummary.of(stub);
        json.writeStringField("format", summary.format());
        json.writeNumberField("rawBytes", summary.rawBytes());
        json.writeNumberField("storedBytes", summary.storedBytes());
        json.writeObjectFieldStart("frame");
        json.writeNumberField("size", stub.frame().size());
        json.writeStringField("sha256", stub.frame().sha256().toString());
        json.writeStringField("codec", stub.frame().encoding().codec());
        json.writeEndObject();
        json.writeArrayFieldStart("parameters");
        for (TensorEntry tensor : wanted) {
            json.writeStartObject();
            write(json, tensor);
            more.write(tensor);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, TensorEntry tensor) throws IOException {
        json.writeStringField("name", tensor.name().text());
        json.writeStringField("kind", kind(tensor));
        json.writeStringField("dtype", tensor.dtype().toString());
        json.writeArrayFieldStart("shape");
        for (long extent : tensor.shape().extents()) {
            json.writeNumber(extent);
        }
        json.writeEndArray();
        if (tensor instanceof ParameterEntry parameter) {
            json.writeNumberField("size", parameter.size());
            json.writeStringField("sha256", parameter.sha256().toString());
            Encoding encoding = parameter.encoding();
            json.writeStringField("codec", encoding.codec());
            json.writeNumberField("storedBytes", encoding.payloadSize());
            json.writeNumberField("bases", encoding.depth());
        } else if (tensor instanceof ViewEntry view) {
            write(json, view);
        }
    }

    private static void write(JsonGenerator json, ViewEntry view) throws IOException {
        json.writeStringField("target", view.target().text());
        json.writeNumberField("offset", view.offset());
        if (view.sha256().isPresent()) {
            json.writeStringField("sha256", view.sha256().get().toString());
        } else {
            json.writeArrayFieldStart("strides");
            for (long stride : view.strides()) {
                json.writeNumber(stride);
            }
            json.writeEndArray();
        }
    }

    /** Writes the numbers of a parameter; one that is not defined is null. */
    public static void statistics(JsonGenerator json, SideStatistics of) throws IOException {
        json.writeObjectFieldStart("statistics");
        json.writeNumberField("finite", of.moments().finite());
        json.writeNumberField("nan", of.moments().nan());
        json.writeNumberField("infinite", of.moments().infinite());
        json.writeNumberField("zeros", of.zeros());
        number(json, "mean", of.moments().mean());
        number(json, "std", of.moments().std());
        number(json, "min", of.min());
        number(json, "max", of.max());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, value);
        } else {
            json.writeNullField(field);
        }
    }

    private static String kind(TensorEntry tensor) {
        return tensor instanceof ViewEntry ? "view" : StubSummary.isParameter(tensor) ? "parameter" : "storage";
    }
}
