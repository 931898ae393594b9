// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds one line of the table.
 *
 * @param name what was measured
 * @param theta git theta's outcome
 * @param lfs git-lfs's outcome
 * @param floor the least any filter could need, for rows that have one
 */
public record ComparedRow(String name, Outcome theta, Outcome lfs, Optional<Outcome> floor) {
    /** Returns git theta's median time divided by git-lfs's: below 1, git theta is faster. */
    public OptionalDouble timeRatio() {
        if (theta.time().isEmpty() || lfs.time().isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(theta.time().get().median() / lfs.time().get().median());
    }

    /** Returns git theta's stored bytes divided by git-lfs's: below 1, git theta stores less. */
    public OptionalDouble storedRatio() {
        if (theta.stored().isEmpty() || lfs.stored().orElse(0) == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                (double) theta.stored().getAsLong() / lfs.stored().getAsLong());
    }

    /** Says whether a contestant failed. */
    public boolean failed() {
        return theta.failure().isPresent() || lfs.failure().isPresent();
    }
}
