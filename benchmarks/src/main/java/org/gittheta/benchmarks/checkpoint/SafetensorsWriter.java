// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes safetensors files.
 *
 * <p>The file is the header's length as an unsigned 64-bit little-endian number, the header as JSON padded with spaces
 * to a multiple of 8 bytes, and the parameters' data without holes (huggingface/safetensors, README, "Format").
 */
public final class SafetensorsWriter implements CheckpointWriter {
    @Override
    public String extension() {
        return "safetensors";
    }

    @Override
    public void write(SyntheticCheckpoint checkpoint, OutputStream out) throws IOException {
        byte[] header = header(checkpoint);
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        for (SyntheticParameter parameter : checkpoint.parameters()) {
            checkpoint.writeData(parameter, out);
        }
    }

    private static byte[] header(SyntheticCheckpoint checkpoint) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            json.writeStringField("format", "pt");
            json.writeEndObject();
            long offset = 0;
            for (SyntheticParameter parameter : checkpoint.parameters()) {
                long end = offset + checkpoint.bytes(parameter);
                long[] extents = parameter.shape().extents();
                json.writeObjectFieldStart(parameter.name());
                json.writeStringField("dtype", checkpoint.dtype().name());
                json.writeFieldName("shape");
                json.writeArray(extents, 0, extents.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }
}
