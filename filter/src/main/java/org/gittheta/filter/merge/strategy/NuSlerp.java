// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Interpolates on the arc between two models as {@link Slerp} does, with t = w_2 / (w_1 + w_2); from the base if {@code
 * from-base}, then W = B + slerp(τ_1, τ_2); for each row by itself if {@code by-row}.
 *
 * <p>{@code nuslerp} of mergekit ({@code nuslerp_flatten} is the opposite of {@code by-row}); linear where sin² θ is at
 * most 1e-16.
 */
public final class NuSlerp implements ComputingStrategy {
    private static final double LINEAR_BELOW = 1e-16;

    @Override
    public String name() {
        return "nuslerp";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(
                WeightedSum.WEIGHT,
                StrategyOption.flag("from-base", true, "interpolate what the models changed in the base"),
                StrategyOption.flag("by-row", false, "give each row its own angle"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return options.flag("from-base");
    }

    @Override
    public int mostModels() {
        return 2;
    }

    @Override
    public boolean isByRow(OptionValues options) {
        return options.flag("by-row");
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) throws StrategyException {
        double[] weights = options.perModel("weight", 2);
        double total = weights[0] + weights[1];
        double t = Math.abs(total) < 1e-6 ? 0.5 : weights[1] / total;
        return new InnerProducts(2, usesBase(options), options.flag("by-row") ? problem.rowLength() : 0) {
            @Override
            float[] coefficients(double[][] products) {
                double cosine = cosine(products, 0, 1);
                return Slerp.arc(t, cosine, 1 - cosine * cosine <= LINEAR_BELOW);
            }
        };
    }
}
