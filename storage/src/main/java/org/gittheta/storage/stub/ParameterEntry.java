// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Describes bytes of the file that are a parameter, or a storage that only views look into.
 *
 * @param name its name
 * @param dtype its element type
 * @param shape its shape
 * @param size its length in bytes
 * @param sha256 the hash of its raw bytes
 * @param encoding where they are; not part of its identity
 * @param isStorage whether it only holds views
 */
public record ParameterEntry(
        ParameterName name, DType dtype, Shape shape, long size, Sha256 sha256, Encoding encoding, boolean isStorage)
        implements TensorEntry {

    /** Tells whether the other entry stands for the same bytes under the same name, however they are stored. */
    public boolean isSameParameter(ParameterEntry other) {
        return name.equals(other.name)
                && dtype.equals(other.dtype)
                && shape.equals(other.shape)
                && size == other.size
                && sha256.equals(other.sha256)
                && isStorage == other.isStorage;
    }
}
