// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds a random part of each change, rather its larger elements, where the signs agree, as a mean.
 *
 * <p>An element is kept with a probability that grows with its rank in its row (the last dimension) from density − epsilon
 * to density + epsilon. Deep, Bhardwaj and Poria, DELLA-Merging, 2024 (arXiv:2406.11617); {@code della} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class Della extends TaskArithmetic {
    /** Makes the strategy. */
    public Della() {
        super("della", true, true, true, List.of(density(), Della.epsilon(), seed()));
    }

    @Override
    public boolean isByRow(OptionValues values) {
        return true;
    }

    static StrategyOption epsilon() {
        return StrategyOption.perModel("epsilon", 0.15, 0, 0.5, "how far the probability is from the density at most");
    }

    static Sparsifier sparsifier(Problem problem, int model, double density, OptionValues values)
            throws StrategyException {
        double epsilon = values.perModel("epsilon", problem.models())[model];
        if (density > 0 && density < 1 && (density - epsilon <= 0 || density + epsilon >= 1)) {
            throw new StrategyException("density " + density + " and epsilon " + epsilon
                    + " make probabilities that are not between 0 and 1: choose a smaller epsilon");
        }
        Dice dice = new Dice(problem.name(), model, (long) values.number("seed"));
        return density <= 0
                ? Sparsifier.random(dice, 0)
                : Sparsifier.randomByRank(dice, problem.rowLength(), density, epsilon);
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return Della.sparsifier(problem, model, density, values);
    }
}
