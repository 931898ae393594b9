// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gittheta.filter.format.TensorListing.Tensor;

/**
 * Is a file that a format's own library wrote, from the folder {@code fixtures} of the test resources.
 *
 * @param path its path in that folder
 */
public record Fixture(String path) {
    /** Returns its bytes. */
    public byte[] bytes() {
        return read(path).orElseThrow(() -> new IllegalArgumentException("no fixture " + path));
    }

    /** Returns its first bytes, as a format is shown them. */
    public byte[] prefix() {
        byte[] bytes = bytes();
        return java.util.Arrays.copyOf(bytes, Math.min(bytes.length, CheckpointFormat.PREFIX_BYTES));
    }

    /** Returns the tensors that the library reads from it, by name, if they were written down. */
    public Optional<SortedMap<String, Tensor>> expected() {
        return read(path + ".json").map(Fixture::parse);
    }

    private static SortedMap<String, Tensor> parse(byte[] json) {
        try {
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (JsonNode tensor : new ObjectMapper().readTree(json).get("parameters")) {
                String bytes = tensor.has("sha256")
                        ? tensor.get("sha256").textValue()
                        : "strides " + numbers(tensor.get("strides"));
                tensors.put(
                        tensor.get("name").textValue(),
                        new Tensor(tensor.get("dtype").textValue(), numbers(tensor.get("shape")), bytes));
            }
            return tensors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> numbers(JsonNode array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.longValue()));
        return numbers;
    }

    private static Optional<byte[]> read(String path) {
        try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
