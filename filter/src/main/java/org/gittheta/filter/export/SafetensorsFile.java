// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Set;
import org.gittheta.storage.tensor.DType;

/** Writes safetensors: the header's length, a header of JSON padded to eight bytes, the data without holes. */
final class SafetensorsFile implements TensorFile {
    private static final Set<String> TYPES = Set.of(
            "BOOL",
            "U8",
            "I8",
            "F8_E4M3",
            "F8_E5M2",
            "F8_E8M0",
            "F8_E4M3FNUZ",
            "F8_E5M2FNUZ",
            "I16",
            "U16",
            "F16",
            "BF16",
            "I32",
            "U32",
            "F32",
            "I64",
            "U64",
            "F64",
            "C64",
            "F4",
            "F6_E2M3",
            "F6_E3M2");

    @Override
    public boolean holds(DType dtype) {
        return TYPES.contains(dtype.name());
    }

    @Override
    public boolean holdsName(String name) {
        return !name.equals("__metadata__");
    }

    @Override
    public void write(List<SourceTensor> tensors, SeekableByteChannel out) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(header)) {
            json.writeStartObject();
            long at = 0;
            for (SourceTensor tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeFieldName("shape");
                long[] extents = tensor.shape().extents();
                json.writeArray(extents, 0, extents.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {at, at + tensor.size()}, 0, 2);
                json.writeEndObject();
                at += tensor.size();
            }
            json.writeEndObject();
        }
        while (header.size() % 8 != 0) {
            header.write(' ');
        }
        Output.writeAll(
                out, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.size()));
        Output.writeAll(out, ByteBuffer.wrap(header.toByteArray()));
        for (SourceTensor tensor : tensors) {
            tensor.content().copyTo(bytes -> Output.writeAll(out, bytes));
        }
    }
}
