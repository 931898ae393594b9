// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;

class SafetensorsWriterTest {
    private static final SyntheticCheckpoint CHECKPOINT = SyntheticCheckpoint.of(new DType("F32"), 400_000, 1);

    @Test
    void headerIsPaddedJsonOfTheDeclaredLength() throws IOException {
        byte[] file = written();
        int length = (int) header(file).getLong();
        String header = new String(file, 8, length, StandardCharsets.UTF_8);

        assertThat(length % 8).isZero();
        assertThat(header).startsWith("{\"__metadata__\":{\"format\":\"pt\"},");
        assertThat(header.strip()).endsWith("}");
    }

    @Test
    void offsetsCoverTheDataWithoutHoles() throws IOException {
        byte[] file = written();
        int length = (int) header(file).getLong();
        List<Long> offsets = offsets(Arrays.copyOfRange(file, 8, 8 + length));

        assertThat(offsets).hasSize(2 * 153);
        assertThat(offsets.get(0)).isZero();
        for (int i = 1; i + 1 < offsets.size(); i += 2) {
            assertThat(offsets.get(i + 1)).isEqualTo(offsets.get(i));
        }
        assertThat(offsets.get(offsets.size() - 1)).isEqualTo(file.length - 8L - length);
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SafetensorsWriter().write(CHECKPOINT, out);
        return out.toByteArray();
    }

    private static ByteBuffer header(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Long> offsets(byte[] header) throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(header)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("data_offsets")) {
                    json.nextToken();
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        offsets.add(json.getLongValue());
                    }
                }
            }
        }
        return offsets;
    }
}
