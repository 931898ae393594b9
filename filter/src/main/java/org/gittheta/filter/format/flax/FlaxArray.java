// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.flax.MessagePackInput.Head;
import org.gittheta.filter.format.flax.MessagePackInput.Kind;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Reads the extension that holds an array: shape, name of the type, bytes. */
final class FlaxArray {
    private static final int MOST_DIMENSIONS = 64;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("float64", "F64"),
            Map.entry("float32", "F32"),
            Map.entry("float16", "F16"),
            Map.entry("bfloat16", "BF16"),
            Map.entry("int64", "I64"),
            Map.entry("int32", "I32"),
            Map.entry("int16", "I16"),
            Map.entry("int8", "I8"),
            Map.entry("uint64", "U64"),
            Map.entry("uint32", "U32"),
            Map.entry("uint16", "U16"),
            Map.entry("uint8", "U8"),
            Map.entry("bool", "BOOL"),
            Map.entry("complex64", "C64"),
            Map.entry("complex128", "C128"),
            Map.entry("float8_e4m3fn", "F8_E4M3"),
            Map.entry("float8_e5m2", "F8_E5M2"),
            Map.entry("float8_e4m3fnuz", "F8_E4M3FNUZ"),
            Map.entry("float8_e5m2fnuz", "F8_E5M2FNUZ"),
            Map.entry("float8_e8m0fnu", "F8_E8M0"));

    private FlaxArray() {}

    static void read(MessagePackInput input, long size, String name, NameBook book)
            throws IOException, MalformedCheckpointException {
        long start = input.position();
        if (expect(input, Kind.LIST) != 3) {
            throw strange();
        }
        long dimensions = expect(input, Kind.LIST);
        if (dimensions > MOST_DIMENSIONS) {
            throw new MalformedCheckpointException("an array has more dimensions than it may");
        }
        long[] extents = new long[(int) dimensions];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = expect(input, Kind.COUNT);
        }
        Head type = input.head();
        if (type.kind() != Kind.TEXT && type.kind() != Kind.BYTES) {
            throw strange();
        }
        DType dtype = dtype(input.text(type.size()));
        Head data = input.head();
        boolean holdsAll = size - (input.position() - start) == data.size();
        if ((data.kind() != Kind.BYTES && data.kind() != Kind.TEXT) || !holdsAll) {
            throw strange();
        }
        Shape shape = Shape.of(extents);
        if (dtype.bits().isPresent()) {
            long elements = shape.elements().orElse(Long.MAX_VALUE);
            int bytes = dtype.bits().getAsInt() / 8;
            if (elements > Long.MAX_VALUE / bytes || elements * bytes != data.size()) {
                throw new MalformedCheckpointException("an array is not as long as its shape says");
            }
        }
        input.parameter(new LocatedParameter(book.name(name), dtype, shape, data.size()));
    }

    /** Returns the type of a name; one that is not known is called as NumPy does, after {@code NUMPY_}. */
    private static DType dtype(String name) throws MalformedCheckpointException {
        String known = TYPES.get(name);
        if (known != null) {
            return new DType(known);
        }
        if (!name.matches("[a-z0-9_]{1,24}")) {
            throw new MalformedCheckpointException("an array has elements of a type without a proper name");
        }
        return new DType("NUMPY_" + name.toUpperCase(Locale.ROOT));
    }

    private static long expect(MessagePackInput input, Kind kind) throws IOException, MalformedCheckpointException {
        Head head = input.head();
        if (head.kind() != kind) {
            throw strange();
        }
        return head.size();
    }

    private static MalformedCheckpointException strange() {
        return new MalformedCheckpointException("an array is not written as Flax does");
    }
}
