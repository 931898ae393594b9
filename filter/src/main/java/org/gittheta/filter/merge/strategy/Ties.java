// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Keeps the largest part of each change and adds up those that agree in sign, as a mean.
 *
 * <p>Yadav et al., TIES-Merging, 2023 (arXiv:2306.01708); {@code ties} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class Ties extends TaskArithmetic {
    /** Makes the strategy. */
    public Ties() {
        super("ties", true, true, false, List.of(density()));
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return Sparsifier.largest(model, problem.elements(), density);
    }
}
