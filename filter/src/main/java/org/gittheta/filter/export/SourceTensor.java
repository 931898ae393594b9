// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Is a tensor that can be read.
 *
 * @param size the number of its bytes
 * @param content gives its bytes, in C order, little-endian
 */
record SourceTensor(String name, DType dtype, Shape shape, long size, Content content) {
    /** Gives bytes from front to back, each time from the first on. */
    interface Content {
        /** Hands all bytes on, some at a time. */
        void copyTo(Sink sink) throws IOException;
    }

    /** Takes bytes. */
    interface Sink {
        /** Takes all that remains in a buffer, which changes afterwards. */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** Returns the strides of its shape in C order, in elements. */
    long[] strides() {
        long[] extents = shape.extents();
        long[] strides = new long[extents.length];
        long stride = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, extents[i]);
        }
        return strides;
    }
}
