// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.util.List;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Describes a tensor whose bytes belong to another run of the file: a tied weight, a slice, a transposed matrix.
 *
 * @param name its name, unique in the file
 * @param dtype its element type
 * @param shape its shape
 * @param offset where its first element lies, in bytes from the start of the run it looks into
 * @param strides its strides in elements, outermost first; empty when its elements lie together in C order, and then
 *     its bytes have a hash of their own
 */
public record LocatedView(ParameterName name, DType dtype, Shape shape, long offset, List<Long> strides) {
    /** Copies the list. */
    public LocatedView {
        strides = List.copyOf(strides);
    }
}
