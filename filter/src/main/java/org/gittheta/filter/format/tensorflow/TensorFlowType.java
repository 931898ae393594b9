// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.tensorflow;

import java.util.Map;
import org.gittheta.storage.tensor.DType;

/** Names the element types of {@code types.proto}. */
final class TensorFlowType {
    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(1L, "F32"),
            Map.entry(2L, "F64"),
            Map.entry(3L, "I32"),
            Map.entry(4L, "U8"),
            Map.entry(5L, "I16"),
            Map.entry(6L, "I8"),
            Map.entry(7L, "TEXT"),
            Map.entry(8L, "C64"),
            Map.entry(9L, "I64"),
            Map.entry(10L, "BOOL"),
            Map.entry(14L, "BF16"),
            Map.entry(17L, "U16"),
            Map.entry(18L, "C128"),
            Map.entry(19L, "F16"),
            Map.entry(22L, "U32"),
            Map.entry(23L, "U64"),
            Map.entry(24L, "F8_E5M2"),
            Map.entry(25L, "F8_E4M3"));

    private TensorFlowType() {}

    static DType of(long number) {
        String known = NAMES.get(number);
        return new DType(known != null ? known : "TF_" + Integer.toUnsignedString((int) number));
    }
}
