// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds a random part of each change, scaled up again.
 *
 * <p>Yu et al., Language models are Super Mario, 2023 (arXiv:2311.03099); {@code dare_linear} of mergekit. Which part
 * follows from the tensor's name, the model's number and the seed.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class DareLinear extends TaskArithmetic {
    /** Makes the strategy. */
    public DareLinear() {
        super("dare-linear", false, false, true, List.of(density(), seed()));
    }

    static Sparsifier sparsifier(Problem problem, int model, double density, OptionValues values) {
        return Sparsifier.random(new Dice(problem.name(), model, (long) values.number("seed")), density);
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return DareLinear.sparsifier(problem, model, density, values);
    }
}
