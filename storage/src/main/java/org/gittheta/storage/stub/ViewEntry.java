// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.util.List;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Describes a tensor whose bytes belong to another line: a tied weight, a slice, a transposed matrix.
 *
 * @param name its name
 * @param dtype its element type
 * @param shape its shape
 * @param target the parameter or storage that it looks into
 * @param offset where its first element lies in the target, in bytes
 * @param sha256 the hash of its bytes, if they lie together in C order
 * @param strides its strides in elements, outermost first, if they do not
 */
public record ViewEntry(
        ParameterName name,
        DType dtype,
        Shape shape,
        ParameterName target,
        long offset,
        Optional<Sha256> sha256,
        List<Long> strides)
        implements TensorEntry {

    /** Checks that exactly one of hash and strides is there. */
    public ViewEntry {
        strides = List.copyOf(strides);
        if (sha256.isPresent() != strides.isEmpty() || offset < 0) {
            throw new IllegalArgumentException("a view has either a hash or strides");
        }
    }
}
