// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Interpolates on the arc between two models: [sin((1−t)θ) W_1 + sin(tθ) W_2] / sin θ, where θ is the angle between the
 * flattened tensors; linearly where |cos θ| is above 0.9995.
 *
 * <p>Shoemake, Animating rotation with quaternion curves, 1985; {@code slerp} of mergekit. Lengths up to 1e-8 count as 1.
 */
public final class Slerp implements ComputingStrategy {
    private static final double LINEAR_ABOVE = 0.9995;
    private static final double SHORTEST = 1e-8;

    @Override
    public String name() {
        return "slerp";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(StrategyOption.number("t", 0.5, 0, 1, "how far from ours to theirs"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return false;
    }

    @Override
    public int mostModels() {
        return 2;
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) {
        double t = (float) options.number("t");
        return new InnerProducts(2, false, 0) {
            @Override
            float[] coefficients(double[][] products) {
                double a = Math.sqrt(products[0][0]);
                double b = Math.sqrt(products[1][1]);
                double lengths = (a > SHORTEST ? a : 1) * (b > SHORTEST ? b : 1);
                double cosine = Math.max(-1, Math.min(1, products[0][1] / lengths));
                return arc(t, cosine, Math.abs(cosine) > LINEAR_ABOVE);
            }
        };
    }

    static float[] arc(double t, double cosine, boolean linear) {
        if (linear) {
            return new float[] {(float) (1 - t), (float) t};
        }
        double theta = StrictMath.acos(cosine);
        double sine = StrictMath.sin(theta);
        return new float[] {(float) (StrictMath.sin((1 - t) * theta) / sine), (float) (StrictMath.sin(t * theta) / sine)
        };
    }
}
