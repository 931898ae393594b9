// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds a random part of each change, rather its larger elements.
 *
 * <p>{@link Della} without the signs; {@code della_linear} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class DellaLinear extends TaskArithmetic {
    /** Makes the strategy. */
    public DellaLinear() {
        super("della-linear", false, false, true, List.of(density(), Della.epsilon(), seed()));
    }

    @Override
    public boolean isByRow(OptionValues values) {
        return true;
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return Della.sparsifier(problem, model, density, values);
    }
}
