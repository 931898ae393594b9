// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Parses the JSON header of a safetensors file and checks it as the format's own library does. */
final class SafetensorsHeader {
    private SafetensorsHeader() {}

    /** Returns the tensors in the order of their data, which they fill from offset 0 without holes. */
    static List<TensorInfo> parse(byte[] json) throws MalformedCheckpointException {
        List<TensorInfo> tensors;
        try (JsonParser parser = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createParser(json)) {
            tensors = tensors(parser);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedCheckpointException("its header is not the JSON of a safetensors file");
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long end = 0;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() != end || tensor.end() < tensor.begin()) {
                throw new MalformedCheckpointException("its header leaves a hole or an overlap before "
                        + tensor.name().escaped());
            }
            checkSize(tensor);
            end = tensor.end();
        }
        return tensors;
    }

    /** Returns the texts below {@code __metadata__}; other values are left out. */
    static Map<String, String> metadata(byte[] json) throws MalformedCheckpointException {
        Facts facts = new Facts();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isMetadata = parser.currentName().equals("__metadata__");
                boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
                while (isMetadata && isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        facts.add(key, parser.getText());
                    }
                    parser.skipChildren();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new MalformedCheckpointException("its header is not the JSON of a safetensors file");
        }
        return facts.map();
    }

    /** Types narrower than a byte are taken by their offsets alone: how they are padded is not for us to say. */
    private static void checkSize(TensorInfo tensor) throws MalformedCheckpointException {
        int bits = tensor.dtype().bits().orElse(0);
        if (bits % 8 != 0 || bits == 0) {
            return;
        }
        long elements = tensor.shape().elements().orElse(-1);
        long size = tensor.end() - tensor.begin();
        if (elements < 0 || size % (bits / 8) != 0 || size / (bits / 8) != elements) {
            throw new MalformedCheckpointException(
                    "its header gives " + tensor.name().escaped() + " " + size + " bytes, which " + tensor.dtype() + " "
                            + tensor.shape() + " does not fill");
        }
    }

    private static List<TensorInfo> tensors(JsonParser parser) throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        expect(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            if (name.equals("__metadata__")) {
                parser.skipChildren();
            } else {
                tensors.add(tensor(parser, new ParameterName(name)));
            }
        }
        expect(parser.currentToken() == JsonToken.END_OBJECT);
        expect(parser.nextToken() == null);
        return tensors;
    }

    private static TensorInfo tensor(JsonParser parser, ParameterName name) throws IOException {
        DType dtype = null;
        Shape shape = null;
        List<Long> offsets = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(parser.currentToken() == JsonToken.VALUE_STRING);
                    dtype = new DType(parser.getText());
                }
                case "shape" -> shape = Shape.of(numbers(parser));
                case "data_offsets" -> offsets = numbers(parser);
                default -> throw new IllegalArgumentException("field " + field);
            }
        }
        expect(dtype != null && shape != null && offsets.size() == 2);
        return new TensorInfo(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private static List<Long> numbers(JsonParser parser) throws IOException {
        expect(parser.currentToken() == JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            numbers.add(parser.getLongValue());
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY);
        return numbers;
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("unexpected JSON");
        }
    }
}
