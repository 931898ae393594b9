// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Adds what is neither the largest nor the smallest of each change and agrees in sign.
 *
 * <p>{@link Breadcrumbs} with the signs of {@link Ties}; {@code breadcrumbs_ties} of mergekit.
 *
 * <p>The formula stands at {@link TaskArithmetic}.
 */
public final class BreadcrumbsTies extends TaskArithmetic {
    /** Makes the strategy. */
    public BreadcrumbsTies() {
        super("breadcrumbs-ties", true, false, false, List.of(density(), Breadcrumbs.gamma()));
    }

    @Override
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        double density = values.perModel("density", problem.models())[model];
        return Breadcrumbs.sparsifier(problem, model, density, values);
    }
}
