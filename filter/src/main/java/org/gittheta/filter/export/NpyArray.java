// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.gittheta.storage.tensor.DType;

/** Writes what precedes the elements of an array in NumPy's format, version 1.0 (numpy.lib.format). */
final class NpyArray {
    private static final int ALIGNMENT = 64;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("F16", "<f2"),
            Map.entry("F32", "<f4"),
            Map.entry("F64", "<f8"),
            Map.entry("I8", "|i1"),
            Map.entry("I16", "<i2"),
            Map.entry("I32", "<i4"),
            Map.entry("I64", "<i8"),
            Map.entry("U8", "|u1"),
            Map.entry("U16", "<u2"),
            Map.entry("U32", "<u4"),
            Map.entry("U64", "<u8"),
            Map.entry("BOOL", "|b1"),
            Map.entry("C64", "<c8"),
            Map.entry("C128", "<c16"),
            // What ml_dtypes.bfloat16 is saved as; view('bfloat16') makes numbers of it again.
            Map.entry("BF16", "<V2"));

    private NpyArray() {}

    /** Tells whether NumPy has elements of a type. */
    static boolean holds(DType dtype) {
        return TYPES.containsKey(dtype.name());
    }

    /** Returns the header of a tensor of such a type. */
    static byte[] header(SourceTensor tensor) {
        long[] extents = tensor.shape().extents();
        String shape = Arrays.stream(extents).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dict = "{'descr': '" + TYPES.get(tensor.dtype().name()) + "', 'fortran_order': False, 'shape': (" + shape
                + (extents.length == 1 ? ",), }" : "), }");
        int length = (10 + dict.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - 10;
        String padded = dict + " ".repeat(length - dict.length() - 1) + "\n";
        return ByteBuffer.allocate(10 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) length)
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
