// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Describes one line of a stub that names a tensor. */
public sealed interface TensorEntry permits ParameterEntry, ViewEntry {
    /** Returns the tensor's name, unique in the stub. */
    ParameterName name();

    /** Returns its element type. */
    DType dtype();

    /** Returns its shape. */
    Shape shape();
}
