// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.gittheta.storage.tensor.DType;

/** Writes tensors as a file of one format. */
interface TensorFile {
    /** Tells whether the format has elements of a type, so that a reader finds the same values. */
    boolean holds(DType dtype);

    /** Tells whether a tensor can be called so. */
    boolean holdsName(String name);

    /**
     * Writes the file.
     *
     * @param tensors tensors that can be held, by name
     * @param out an empty file at its start
     */
    void write(List<SourceTensor> tensors, SeekableByteChannel out) throws IOException;
}
