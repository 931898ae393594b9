// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.Optional;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.statistics.DeltaHistogram;
import org.gittheta.filter.diff.statistics.PairStatistics;

/**
 * Pairs a changed parameter with its numbers.
 *
 * @param change what changed
 * @param numbers by how much, where that can be said
 * @param histogram how the change is distributed, where that was asked for
 */
public record ParameterRow(
        ParameterChange change, Optional<PairStatistics> numbers, Optional<DeltaHistogram> histogram) {
    /** Returns the name that it has now, or had, escaped so that it stays one word. */
    public String name() {
        return change.latest().name().escaped();
    }
}
