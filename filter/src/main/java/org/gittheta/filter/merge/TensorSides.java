// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.Optional;
import java.util.stream.Stream;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Holds one tensor as the three sides of a merge have it.
 *
 * @param key what it is called while merging: its name in the base, or where it was added
 * @param base the common version's; nothing if it was added
 * @param ours our version's, under the name it has there; nothing if it is not there
 * @param theirs their version's, likewise
 */
public record TensorSides(
        ParameterName key, Optional<TensorEntry> base, Optional<TensorEntry> ours, Optional<TensorEntry> theirs) {

    /** Returns what one side has. */
    public Optional<TensorEntry> of(Side side) {
        return switch (side) {
            case BASE -> base;
            case OURS -> ours;
            case THEIRS -> theirs;
        };
    }

    /** Returns the versions there are: base, ours, theirs. */
    public Stream<TensorEntry> versions() {
        return Stream.of(base, ours, theirs).flatMap(Optional::stream);
    }
}
