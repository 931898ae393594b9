// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Is a run of bytes of a dataset. */
record Run(String name, DType dtype, Shape shape, long offset, long size, Role role) {
    /** Returns bytes that are kept as they are. */
    static Run bytes(String name, long offset, long size) {
        return new Run(name, DType.U8, Shape.of(size), offset, size, Role.STORAGE);
    }
}
