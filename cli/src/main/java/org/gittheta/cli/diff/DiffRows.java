// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gittheta.filter.diff.statistics.PairStatistics;

/** Orders parameters. */
public final class DiffRows {
    private DiffRows() {}

    /** Names what parameters may be ordered by. */
    public enum Key {
        /** By name. */
        NAME,
        /** By the change relative to the parameter's norm. */
        RELATIVE,
        /** By the largest change. */
        MAX,
        /** By the number of elements that changed. */
        CHANGED
    }

    /** Returns the rows, largest first; what has no number comes last. */
    public static List<ParameterRow> sorted(List<ParameterRow> rows, Key by) {
        ToDoubleFunction<PairStatistics> key = switch (by) {
            case RELATIVE -> PairStatistics::relativeL2;
            case MAX -> PairStatistics::maxAbs;
            case CHANGED -> PairStatistics::changed;
            case NAME -> numbers -> 0;
        };
        return rows.stream()
                .sorted(Comparator.comparingDouble((ParameterRow row) -> row.numbers()
                        .map(numbers -> -key.applyAsDouble(numbers))
                        .orElse(by == Key.NAME ? -0.0 : Double.NaN)))
                .toList();
    }
}
