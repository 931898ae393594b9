// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Takes a mean on the sphere of the models' directions: it projects them onto the plane that touches the sphere at their
 * weighted mean m, averages there, goes back along the sphere, and gives the result the mean length.
 *
 * <p>With u_i = v_i / |v_i|, Σ w_i = 1, m = Σ w_i u_i / |Σ w_i u_i| and g = Σ w_i (u_i − (u_i·m) m): W = (Σ w_i |v_i|) (m
 * cos |g| + g sin |g| / |g|), where v_i is W_i, or τ_i with the base added in the end if {@code from-base}. {@code
 * multislerp} of mergekit (Goddard, Multi-SLERP, 2025), with its 1e-8 beside lengths.
 */
public final class MultiSlerp implements ComputingStrategy {
    private static final double EPSILON = 1e-8;

    @Override
    public String name() {
        return "multislerp";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(
                WeightedSum.WEIGHT,
                StrategyOption.flag("normalize", true, "divide the weights by their sum"),
                StrategyOption.flag("from-base", true, "interpolate what the models changed in the base"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return options.flag("from-base");
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) throws StrategyException {
        double[] weights = options.perModel("weight", problem.models());
        if (options.flag("normalize")) {
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
        }
        return new InnerProducts(problem.models(), usesBase(options), 0) {
            @Override
            float[] coefficients(double[][] products) throws StrategyException {
                return onSphere(products, weights);
            }
        };
    }

    private static float[] onSphere(double[][] products, double[] weights) throws StrategyException {
        int n = weights.length;
        double[] lengths = new double[n];
        double[] mean = new double[n]; // coefficients of the vectors, as all below
        for (int i = 0; i < n; i++) {
            lengths[i] = Math.sqrt(products[i][i]);
            mean[i] = weights[i] / (lengths[i] + EPSILON);
        }
        double meanLength = Math.sqrt(Math.max(0, dot(products, mean, mean)));
        if (meanLength < EPSILON) {
            if (n == 2) {
                return WeightedSum.floats(weights);
            }
            throw new StrategyException("the models' directions cancel out, so that multislerp has no mean of them");
        }
        double[] tangent = mean.clone();
        double along = 0;
        for (int i = 0; i < n; i++) {
            mean[i] /= meanLength;
        }
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1 / (lengths[i] + EPSILON);
            along += weights[i] * dot(products, unit, mean);
        }
        for (int i = 0; i < n; i++) {
            tangent[i] -= along * mean[i];
        }
        double angle = Math.sqrt(Math.max(0, dot(products, tangent, tangent))) + EPSILON;
        double length = 0;
        for (int i = 0; i < n; i++) {
            length += weights[i] * lengths[i];
        }
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = length * (mean[i] * StrictMath.cos(angle) + tangent[i] * (StrictMath.sin(angle) / angle));
        }
        return WeightedSum.floats(result);
    }

    /** Returns the inner product of two vectors that are given by their coefficients. */
    static double dot(double[][] products, double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum += a[i] * b[j] * products[i][j];
            }
        }
        return sum;
    }
}
