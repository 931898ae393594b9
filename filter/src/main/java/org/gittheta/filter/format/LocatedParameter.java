// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.util.List;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Describes a run of bytes of a checkpoint that is a parameter's data, or the storage that several views share.
 *
 * @param name its name, unique in the file among parameters, storages and views
 * @param dtype its element type
 * @param shape its shape; elements in C order, little-endian unless the format says otherwise
 * @param size its length in bytes
 * @param role whether it is a parameter of its own or only holds views
 * @param views the tensors that look into it
 * @param withCrc32 whether a CRC-32 of its bytes will be asked for
 */
public record LocatedParameter(
        ParameterName name,
        DType dtype,
        Shape shape,
        long size,
        Role role,
        List<LocatedView> views,
        boolean withCrc32) {
    /** Says what a run of bytes stands for. */
    public enum Role {
        /** A tensor. */
        PARAMETER,
        /** Bytes that only views look into. */
        STORAGE
    }

    /** Copies the list. */
    public LocatedParameter {
        if (size < 0) {
            throw new IllegalArgumentException("negative size " + size);
        }
        views = List.copyOf(views);
    }

    /** Describes a parameter that nothing else looks into. */
    public LocatedParameter(ParameterName name, DType dtype, Shape shape, long size) {
        this(name, dtype, shape, size, Role.PARAMETER, List.of(), false);
    }
}
