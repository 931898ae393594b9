// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.Optional;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Says what a merge takes for one tensor.
 *
 * @param sides the tensor on the three sides
 * @param taken what is taken, under the name it gets; nothing if the result does not have it
 * @param conflict why that is not settled; then ours is taken
 */
record Decision(TensorSides sides, Optional<TensorEntry> taken, Optional<ConflictKind> conflict) {
    static Decision clean(TensorSides sides, Optional<TensorEntry> taken) {
        return new Decision(sides, taken, Optional.empty());
    }

    static Decision open(TensorSides sides, ConflictKind kind) {
        return new Decision(sides, sides.ours(), Optional.of(kind));
    }
}
