// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import java.util.List;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Is an element type, by its number in {@code TensorProto.DataType}.
 *
 * @param dtype how it is called in a stub
 * @param bits the number of bits of an element, which are packed without gaps, or 0 if it is not known
 */
record OnnxType(DType dtype, int bits) {
    private static final List<OnnxType> KNOWN = List.of(
            of("ONNX_0", 0),
            of("F32", 32),
            of("U8", 8),
            of("I8", 8),
            of("U16", 16),
            of("I16", 16),
            of("I32", 32),
            of("I64", 64),
            of("TEXT", 0),
            of("BOOL", 8),
            of("F16", 16),
            of("F64", 64),
            of("U32", 32),
            of("U64", 64),
            of("C64", 64),
            of("C128", 128),
            of("BF16", 16),
            of("F8_E4M3", 8),
            of("F8_E4M3FNUZ", 8),
            of("F8_E5M2", 8),
            of("F8_E5M2FNUZ", 8),
            of("U4", 4),
            of("I4", 4),
            of("F4", 4),
            of("F8_E8M0", 8),
            of("U2", 2),
            of("I2", 2),
            // Whether six bits are packed is not settled, so these go by their length alone.
            of("F6_E2M3", 0),
            of("F6_E3M2", 0));

    private static OnnxType of(String name, int bits) {
        return new OnnxType(new DType(name), bits);
    }

    /** Returns the type of a number; one that is not known is called {@code ONNX_} and the number. */
    static OnnxType of(long number) {
        return number >= 0 && number < KNOWN.size()
                ? KNOWN.get((int) number)
                : of("ONNX_" + Integer.toUnsignedString((int) number), 0);
    }

    /** Tells whether elements of a shape have so many bytes; it may be so for a type that is not known. */
    boolean fits(Shape shape, long size) {
        if (bits == 0) {
            return true;
        }
        long elements = shape.elements().orElse(Long.MAX_VALUE);
        return elements <= Long.MAX_VALUE / bits - 7 && (elements * bits + 7) / 8 == size;
    }
}
