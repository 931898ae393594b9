// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/** Takes the mean of the models, weighted if wished: Σ w_i W_i / Σ w_i. */
public final class Average implements ComputingStrategy {
    @Override
    public String name() {
        return "average";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(WeightedSum.WEIGHT);
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return false;
    }

    @Override
    public int fewestModels() {
        return 1;
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) throws StrategyException {
        return new WeightedSum(options.perModel("weight", problem.models()), true);
    }
}
