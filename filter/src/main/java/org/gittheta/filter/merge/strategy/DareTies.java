// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds a random part of each change, scaled up again, where the signs agree.
 *
 * <p>{@link DareLinear} with the signs of {@link Ties}; {@code dare_ties} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class DareTies extends TaskArithmetic {
    /** Makes the strategy. */
    public DareTies() {
        super("dare-ties", true, false, true, List.of(density(), seed()));
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return DareLinear.sparsifier(problem, model, density, values);
    }
}
