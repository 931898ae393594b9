// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.storage.tensor.DType;

/**
 * Is the type of a storage's or a tensor's elements.
 *
 * @param dtype how it is called in a stub
 * @param bytes the size of one element
 * @param packed whether an element of it holds several of a tensor, so that shapes and strides do not count it
 */
record ElementType(DType dtype, int bytes, boolean packed) {
    /** The bytes of a storage that has no type of its own. */
    static final ElementType BYTE = new ElementType(DType.U8, 1, false);

    private static final ElementType PACKED = new ElementType(DType.U8, 1, true);

    /** By the name of the storage class, as {@code torch.FloatStorage}. The integers inside quantised tensors are named. */
    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            Map.entry("DoubleStorage", of("F64", 8)),
            Map.entry("FloatStorage", of("F32", 4)),
            Map.entry("HalfStorage", of("F16", 2)),
            Map.entry("BFloat16Storage", of("BF16", 2)),
            Map.entry("LongStorage", of("I64", 8)),
            Map.entry("IntStorage", of("I32", 4)),
            Map.entry("ShortStorage", of("I16", 2)),
            Map.entry("CharStorage", of("I8", 1)),
            Map.entry("ByteStorage", BYTE),
            Map.entry("BoolStorage", of("BOOL", 1)),
            Map.entry("ComplexFloatStorage", of("C64", 8)),
            Map.entry("ComplexDoubleStorage", of("C128", 16)),
            Map.entry("QInt8Storage", of("I8", 1)),
            Map.entry("QUInt8Storage", BYTE),
            Map.entry("QInt32Storage", of("I32", 4)),
            Map.entry("QUInt4x2Storage", PACKED),
            Map.entry("QUInt2x4Storage", PACKED),
            Map.entry("UntypedStorage", BYTE));

    /** By the name of the dtype, as {@code torch.float8_e4m3fn}. */
    private static final Map<String, ElementType> DTYPES = Map.ofEntries(
            Map.entry("float64", of("F64", 8)),
            Map.entry("double", of("F64", 8)),
            Map.entry("float32", of("F32", 4)),
            Map.entry("float", of("F32", 4)),
            Map.entry("float16", of("F16", 2)),
            Map.entry("half", of("F16", 2)),
            Map.entry("bfloat16", of("BF16", 2)),
            Map.entry("int64", of("I64", 8)),
            Map.entry("long", of("I64", 8)),
            Map.entry("int32", of("I32", 4)),
            Map.entry("int", of("I32", 4)),
            Map.entry("int16", of("I16", 2)),
            Map.entry("short", of("I16", 2)),
            Map.entry("int8", of("I8", 1)),
            Map.entry("uint8", BYTE),
            Map.entry("uint16", of("U16", 2)),
            Map.entry("uint32", of("U32", 4)),
            Map.entry("uint64", of("U64", 8)),
            Map.entry("bool", of("BOOL", 1)),
            Map.entry("complex64", of("C64", 8)),
            Map.entry("cfloat", of("C64", 8)),
            Map.entry("complex128", of("C128", 16)),
            Map.entry("cdouble", of("C128", 16)),
            Map.entry("float8_e4m3fn", of("F8_E4M3", 1)),
            Map.entry("float8_e5m2", of("F8_E5M2", 1)),
            Map.entry("float8_e4m3fnuz", of("F8_E4M3FNUZ", 1)),
            Map.entry("float8_e5m2fnuz", of("F8_E5M2FNUZ", 1)),
            Map.entry("float8_e8m0fnu", of("F8_E8M0", 1)),
            // Two numbers in a byte, and the shape counts bytes.
            Map.entry("float4_e2m1fn_x2", BYTE));

    private static ElementType of(String name, int bytes) {
        return new ElementType(new DType(name), bytes, false);
    }

    /** Returns the type of a storage class, if it is known; its module may be torch, torch.cuda, torch.storage, …. */
    static Optional<ElementType> ofStorage(PickleValue storageClass) {
        return storageClass instanceof Global global && isTorch(global)
                ? Optional.ofNullable(STORAGES.get(global.name()))
                : Optional.empty();
    }

    /** Returns the type that a dtype object stands for, if it is known. */
    static Optional<ElementType> ofDtype(PickleValue dtype) {
        return dtype instanceof Global global && isTorch(global)
                ? Optional.ofNullable(DTYPES.get(global.name()))
                : Optional.empty();
    }

    private static boolean isTorch(Global global) {
        return global.module().equals("torch") || global.module().startsWith("torch.");
    }
}
