// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds what is neither the largest nor the smallest of each change.
 *
 * <p>Davari and Belilovsky, Model Breadcrumbs, 2023 (arXiv:2312.06795); {@code breadcrumbs} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class Breadcrumbs extends TaskArithmetic {
    /** Makes the strategy. */
    public Breadcrumbs() {
        super("breadcrumbs", false, false, false, List.of(density(), Breadcrumbs.gamma()));
    }

    static StrategyOption gamma() {
        return StrategyOption.perModel("gamma", 0.01, 0, 1, "the share of each change that is too large to be kept");
    }

    static Sparsifier sparsifier(Problem problem, int model, double density, OptionValues values)
            throws StrategyException {
        double gamma = values.perModel("gamma", problem.models())[model];
        return Sparsifier.withoutOutliers(model, problem.elements(), density, gamma);
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return Breadcrumbs.sparsifier(problem, model, density, values);
    }
}
