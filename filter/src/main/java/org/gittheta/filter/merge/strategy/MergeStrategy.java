// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Decides one tensor that both sides of a merge changed.
 *
 * <p>A strategy is found by {@link java.util.ServiceLoader} under its name, has no state and may be used by several
 * threads at once. It either takes a side or computes.
 */
public sealed interface MergeStrategy permits ChoosingStrategy, ComputingStrategy {
    /** Returns the name that people type and merge commits record: lower-case letters, digits and hyphens. */
    String name();

    /** Returns the options it takes, with their ranges. */
    default List<StrategyOption> options() {
        return List.of();
    }
}
