// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Averages the models with weights: Σ w_i W_i, divided by Σ w_i if {@code normalize}.
 *
 * <p>Wortsman et al., Model soups, 2022 (arXiv:2203.05482); {@code linear} of mergekit.
 */
public final class Linear implements ComputingStrategy {
    @Override
    public String name() {
        return "linear";
    }

    @Override
    public List<StrategyOption> options() {
        return WeightedSum.OPTIONS;
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
        return new WeightedSum(options.perModel("weight", problem.models()), options.flag("normalize"));
    }
}
