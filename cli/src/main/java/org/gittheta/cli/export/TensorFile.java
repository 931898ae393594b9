// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.filter.diff.TensorPlace;
import org.gittheta.filter.diff.TensorReader;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Is a file of some tensors that is about to be written.
 *
 * <p>The forms are NumPy's {@code .npy}, version 1.0 (numpy.lib.format), and safetensors. NumPy has no names for BF16 and
 * the 8-bit floats: their bytes are of type {@code V2} and {@code V1}, as its extensions read them.
 *
 * @param tensors the tensors with the places of their bytes, in order
 * @param form the form
 */
public record TensorFile(Map<TensorEntry, TensorPlace> tensors, Form form) {
    private static final Map<String, String> NUMPY = Map.ofEntries(
            Map.entry("F64", "<f8"),
            Map.entry("F32", "<f4"),
            Map.entry("F16", "<f2"),
            Map.entry("BF16", "|V2"),
            Map.entry("I64", "<i8"),
            Map.entry("I32", "<i4"),
            Map.entry("I16", "<i2"),
            Map.entry("I8", "|i1"),
            Map.entry("U64", "<u8"),
            Map.entry("U32", "<u4"),
            Map.entry("U16", "<u2"),
            Map.entry("U8", "|u1"),
            Map.entry("BOOL", "|b1"),
            Map.entry("C64", "<c8"),
            Map.entry("C128", "<c16"),
            Map.entry("F8_E4M3", "|V1"),
            Map.entry("F8_E5M2", "|V1"),
            Map.entry("F8_E4M3FNUZ", "|V1"),
            Map.entry("F8_E5M2FNUZ", "|V1"),
            Map.entry("F8_E8M0", "|V1"));

    private static final Set<String> NOT_IN_SAFETENSORS = Set.of("C128", "F8_E4M3FNUZ", "F8_E5M2FNUZ");

    /** Names the forms. */
    public enum Form {
        /** One array of NumPy. */
        NPY,
        /** Any number of tensors. */
        SAFETENSORS;

        /** Returns the form that a file's name asks for. */
        public static Form of(String file, boolean several) {
            String name = file.toLowerCase(Locale.ROOT);
            if (name.endsWith(".npy") || (file.equals("-") && !several)) {
                return NPY;
            }
            if (name.endsWith(".safetensors") || file.equals("-")) {
                return SAFETENSORS;
            }
            throw new CommandException(
                    ExitCode.USAGE, "the name of the file ends with neither .npy nor .safetensors: add --form");
        }
    }

    /**
     * Prepares a file.
     *
     * @throws CommandException if the form cannot hold the tensors
     */
    public static TensorFile of(Stub stub, List<TensorEntry> wanted, Form form) {
        if (form == Form.NPY && wanted.size() != 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "a .npy file holds one parameter and " + wanted.size() + " match: take .safetensors");
        }
        Map<TensorEntry, TensorPlace> places = new LinkedHashMap<>();
        for (TensorEntry tensor : wanted) {
            String dtype = tensor.dtype().name();
            boolean fits = form == Form.NPY
                    ? NUMPY.containsKey(dtype)
                    : tensor.dtype().bits().isPresent() && !NOT_IN_SAFETENSORS.contains(dtype);
            if (!fits) {
                throw new CommandException(
                        ExitCode.USAGE,
                        tensor.name().escaped() + " is of type " + dtype + ", which "
                                + form.name().toLowerCase(Locale.ROOT) + " does not have");
            }
            places.put(
                    tensor,
                    TensorPlace.of(stub, tensor)
                            .orElseThrow(() -> new CommandException(
                                    ExitCode.USAGE,
                                    tensor.name().escaped() + " is a strided view: export what it looks into")));
        }
        return new TensorFile(places, form);
    }

    /** Returns the objects that it takes. */
    public Set<StoredObject> objects() {
        Set<StoredObject> objects = new LinkedHashSet<>();
        tensors.values().forEach(place -> place.slices().forEach(slice -> objects.add(slice.object())));
        return objects;
    }

    /** Writes the file. */
    public void write(TensorReader reader, OutputStream out) throws IOException {
        out.write(form == Form.NPY ? numpyHeader(tensors.keySet().iterator().next()) : safetensorsHeader());
        for (TensorPlace place : tensors.values()) {
            reader.read(place, out::write);
        }
    }

    private static byte[] numpyHeader(TensorEntry tensor) {
        long[] extents = tensor.shape().extents();
        String shape = LongStream.of(extents).mapToObj(Long::toString).collect(Collectors.joining(", "))
                + (extents.length == 1 ? "," : "");
        String text = "{'descr': '" + NUMPY.get(tensor.dtype().name()) + "', 'fortran_order': False, 'shape': (" + shape
                + "), }";
        // Magic, version and length have ten bytes; all ends with a line feed at a multiple of 64.
        text += " ".repeat((64 - (10 + text.length() + 1) % 64) % 64) + "\n";
        return ByteBuffer.allocate(10 + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private byte[] safetensorsHeader() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            long at = 0;
            for (Map.Entry<TensorEntry, TensorPlace> tensor : tensors.entrySet()) {
                json.writeObjectFieldStart(tensor.getKey().name().text());
                json.writeStringField("dtype", tensor.getKey().dtype().name());
                long[] extents = tensor.getKey().shape().extents();
                json.writeFieldName("shape");
                json.writeArray(extents, 0, extents.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {at, at + tensor.getValue().length()}, 0, 2);
                json.writeEndObject();
                at += tensor.getValue().length();
            }
            json.writeEndObject();
        }
        while (text.size() % 8 != 0) {
            text.write(' ');
        }
        return ByteBuffer.allocate(8 + text.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.size())
                .put(text.toByteArray())
                .array();
    }
}
