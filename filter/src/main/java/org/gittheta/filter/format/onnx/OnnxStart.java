// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import java.nio.ByteBuffer;
import java.util.Set;

/** Tells a model by its first fields: only those of a model, of the right kind, and a graph that begins like one. */
final class OnnxStart {
    private static final int IR_VERSION = 1;
    private static final int MODEL_VERSION = 5;
    private static final int GRAPH = 7;

    /** Texts, opset_import, metadata_props, training_info, functions, configuration. */
    private static final Set<Integer> RUNS = Set.of(2, 3, 4, 6, GRAPH, 8, 14, 20, 25, 26);

    /** All fields of a graph are runs. */
    private static final Set<Integer> OF_GRAPH = Set.of(1, 2, 5, 10, 11, 12, 13, 14, 15, 16);

    private static final long LATEST_IR_VERSION = 999;

    private OnnxStart() {}

    static boolean isModel(ByteBuffer prefix) {
        boolean versioned = false;
        while (prefix.hasRemaining()) {
            long tag = varint(prefix);
            int field = (int) (tag >>> 3);
            if ((field == IR_VERSION || field == MODEL_VERSION) && (tag & 7) == 0) {
                long value = varint(prefix);
                boolean version = field == IR_VERSION && !versioned;
                if (version && (value < 1 || value > LATEST_IR_VERSION)) {
                    return false;
                }
                versioned |= version;
            } else if (versioned && (tag & 7) == 2 && RUNS.contains(field)) {
                long length = varint(prefix);
                if (field == GRAPH) {
                    long inner = varint(prefix);
                    return length > 0 && (inner & 7) == 2 && OF_GRAPH.contains((int) (inner >>> 3));
                }
                if (length < 0 || length > prefix.remaining()) {
                    return false;
                }
                prefix.position(prefix.position() + (int) length);
            } else {
                return false;
            }
        }
        return false;
    }

    /** Reads a number, or -1 if it is not whole or has more than 63 bits. */
    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 63 && bytes.hasRemaining(); shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        return -1;
    }
}
