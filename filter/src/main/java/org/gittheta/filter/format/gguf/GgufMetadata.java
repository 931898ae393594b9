// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import java.io.IOException;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Walks over the keys and values before the list of tensors, for the one that matters here. */
final class GgufMetadata {
    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, -1, -1, 8, 8, 8};
    private static final int MOST_DEPTH = 8;
    private static final long DEFAULT_ALIGNMENT = 32;

    private GgufMetadata() {}

    /** Reads so many pairs and returns the value of {@code general.alignment}. */
    static long alignment(GgufInput input, long pairs) throws IOException, MalformedCheckpointException {
        long alignment = DEFAULT_ALIGNMENT;
        for (long i = 0; i < pairs; i++) {
            String key = input.name();
            int type = input.u32();
            if (key.equals("general.alignment") && type == UINT32) {
                alignment = Integer.toUnsignedLong(input.u32());
            } else {
                skip(input, type, 0);
            }
        }
        if (alignment == 0 || Long.bitCount(alignment) != 1) {
            throw new MalformedCheckpointException("its alignment is no power of two");
        }
        return alignment;
    }

    private static void skip(GgufInput input, int type, int depth) throws IOException, MalformedCheckpointException {
        if (type < 0 || type >= BYTES.length || depth > MOST_DEPTH) {
            throw new MalformedCheckpointException("its header has a value of an unknown type");
        }
        if (type == STRING) {
            input.skip(input.count());
        } else if (type != ARRAY) {
            input.skip(BYTES[type]);
        } else {
            int of = input.u32();
            long count = input.count();
            if (of >= 0 && of < BYTES.length && BYTES[of] > 0) {
                if (count > Long.MAX_VALUE / BYTES[of]) {
                    throw new MalformedCheckpointException("its header has an array of more than 2^63 bytes");
                }
                input.skip(count * BYTES[of]);
            } else {
                for (long i = 0; i < count; i++) {
                    skip(input, of, depth + 1);
                }
            }
        }
    }
}
