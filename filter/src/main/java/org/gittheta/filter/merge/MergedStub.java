// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.List;
import org.gittheta.storage.stub.Stub;

/**
 * Holds what a merge made.
 *
 * @param stub the result, a valid stub, with our side in what is open
 * @param open the tensors that are not settled, by key
 * @param frameOpen whether both sides changed what lies around the parameters, and that is not settled
 */
public record MergedStub(Stub stub, List<Conflict> open, boolean frameOpen) {
    /** Copies the list. */
    public MergedStub {
        open = List.copyOf(open);
    }

    /** Tells whether nothing is left to a person. */
    public boolean isClean() {
        return open.isEmpty() && !frameOpen;
    }

    /**
     * Names a tensor that both sides changed differently.
     *
     * @param sides the tensor on the three sides
     * @param kind in what way
     */
    public record Conflict(TensorSides sides, ConflictKind kind) {}
}
