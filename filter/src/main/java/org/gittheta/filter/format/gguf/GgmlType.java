// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import java.util.Map;
import org.gittheta.storage.tensor.DType;

/**
 * Is an element type of GGML: blocks of so many elements in so many bytes, from {@code ggml.h} and {@code gguf/constants.py}.
 * Quantised types keep GGML's names. ggml and gguf give Q8_1, which is not meant for files, two sizes; here it has none.
 *
 * @param dtype how it is called in a stub
 * @param elements the number of elements in a block
 * @param bytes the size of a block, or 0 if it is not known
 */
record GgmlType(DType dtype, int elements, int bytes) {
    private static final Map<Integer, GgmlType> KNOWN = Map.ofEntries(
            type(0, "F32", 1, 4),
            type(1, "F16", 1, 2),
            type(2, "Q4_0", 32, 18),
            type(3, "Q4_1", 32, 20),
            type(6, "Q5_0", 32, 22),
            type(7, "Q5_1", 32, 24),
            type(8, "Q8_0", 32, 34),
            type(9, "Q8_1", 32, 0),
            type(10, "Q2_K", 256, 84),
            type(11, "Q3_K", 256, 110),
            type(12, "Q4_K", 256, 144),
            type(13, "Q5_K", 256, 176),
            type(14, "Q6_K", 256, 210),
            type(15, "Q8_K", 256, 292),
            type(16, "IQ2_XXS", 256, 66),
            type(17, "IQ2_XS", 256, 74),
            type(18, "IQ3_XXS", 256, 98),
            type(19, "IQ1_S", 256, 50),
            type(20, "IQ4_NL", 32, 18),
            type(21, "IQ3_S", 256, 110),
            type(22, "IQ2_S", 256, 82),
            type(23, "IQ4_XS", 256, 136),
            type(24, "I8", 1, 1),
            type(25, "I16", 1, 2),
            type(26, "I32", 1, 4),
            type(27, "I64", 1, 8),
            type(28, "F64", 1, 8),
            type(29, "IQ1_M", 256, 56),
            type(30, "BF16", 1, 2),
            type(34, "TQ1_0", 256, 54),
            type(35, "TQ2_0", 256, 66),
            type(39, "MXFP4", 32, 17),
            type(40, "NVFP4", 64, 36),
            type(41, "Q1_0", 128, 18));

    private static Map.Entry<Integer, GgmlType> type(int number, String name, int elements, int bytes) {
        return Map.entry(number, new GgmlType(new DType(name), elements, bytes));
    }

    /** Returns the type of a number; one that is not known is called {@code GGML_} and the number. */
    static GgmlType of(int number) {
        GgmlType known = KNOWN.get(number);
        return known != null ? known : new GgmlType(new DType("GGML_" + Integer.toUnsignedString(number)), 1, 0);
    }

    /** Returns the size of a tensor in bytes, or -1 if it is not known or blocks do not divide its rows. */
    long size(long[] extents, long count) {
        long innermost = extents.length == 0 ? 1 : extents[extents.length - 1];
        boolean known = bytes > 0 && innermost % elements == 0 && count / elements <= Long.MAX_VALUE / bytes;
        return known ? count / elements * bytes : -1;
    }

    /** Returns the type as big-endian files have it. */
    GgmlType bigEndian() {
        return bytes == 1 ? this : new GgmlType(new DType(dtype.name() + "_BE"), elements, bytes);
    }
}
