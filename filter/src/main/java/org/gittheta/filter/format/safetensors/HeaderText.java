// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.frame.Frame;

/**
 * Holds the header of a safetensors file as text: what it says for people, and the tensors in the order of their data.
 *
 * @param metadata the strings below {@code __metadata__}, in their order
 * @param hasMetadata whether there is such a key
 * @param tensors the tensors
 */
record HeaderText(Map<String, String> metadata, boolean hasMetadata, List<TensorInfo> tensors) {
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /** Reads the header that a frame holds. */
    static HeaderText of(Frame frame) throws MalformedCheckpointException {
        byte[] literals = frame.literals();
        if (literals.length < ALIGNMENT
                || ByteBuffer.wrap(literals).order(ByteOrder.LITTLE_ENDIAN).getLong() != literals.length - ALIGNMENT) {
            throw new MalformedCheckpointException("the frame is not that of a safetensors file");
        }
        byte[] json = Arrays.copyOfRange(literals, ALIGNMENT, literals.length);
        List<TensorInfo> tensors = SafetensorsHeader.parse(json);
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            return new HeaderText(metadata, readMetadata(parser, metadata), tensors);
        } catch (IOException e) {
            throw new MalformedCheckpointException("the metadata of its header are no strings");
        }
    }

    private static boolean readMetadata(JsonParser parser, Map<String, String> into)
            throws IOException, MalformedCheckpointException {
        boolean found = false;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isMetadata = parser.currentName().equals(METADATA);
            parser.nextToken();
            if (!isMetadata) {
                parser.skipChildren();
                continue;
            }
            found = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw new MalformedCheckpointException("the metadata of its header are no strings");
                }
                into.put(key, parser.getText());
            }
        }
        return found;
    }

    /** Returns the frame of a file with this header: compact JSON, padded with spaces, as the format's library writes. */
    Frame frame() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (json.size() % ALIGNMENT != 0) {
            json.write(' ');
        }
        byte[] literals = ByteBuffer.allocate(ALIGNMENT + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .array();
        List<Frame.Part> parts = new ArrayList<>();
        parts.add(new Frame.Literal(literals.length));
        tensors.forEach(tensor -> parts.add(new Frame.Slot(tensor.name(), tensor.end() - tensor.begin())));
        return new Frame(parts, literals);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (hasMetadata) {
            out.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
        for (TensorInfo tensor : tensors) {
            out.writeObjectFieldStart(tensor.name().text());
            out.writeStringField("dtype", tensor.dtype().name());
            out.writeFieldName("shape");
            long[] extents = tensor.shape().extents();
            out.writeArray(extents, 0, extents.length);
            out.writeFieldName("data_offsets");
            out.writeArray(new long[] {tensor.begin(), tensor.end()}, 0, 2);
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
