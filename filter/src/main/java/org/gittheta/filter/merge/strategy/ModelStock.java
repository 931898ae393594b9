// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Moves from the base to the models' mean as far as the angle between their changes says: W = t · mean(W_i) + (1 − t) B
 * with t = N cos θ / (1 + (N − 1) cos θ), cos θ being the mean cosine of all pairs of τ; for each row by itself if {@code
 * by-row}.
 *
 * <p>Jang, Yun and Han, Model Stock, 2024 (arXiv:2403.19522); {@code model_stock} of mergekit ({@code filter_wise} is
 * {@code by-row}). Where the divisor is below 1e-6 the base stays.
 */
public final class ModelStock implements ComputingStrategy {
    @Override
    public String name() {
        return "model-stock";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(StrategyOption.flag("by-row", false, "give each row its own angle"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return true;
    }

    @Override
    public boolean isByRow(OptionValues options) {
        return options.flag("by-row");
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) {
        int n = problem.models();
        return new InnerProducts(n, true, options.flag("by-row") ? problem.rowLength() : 0) {
            @Override
            float[] coefficients(double[][] products) {
                double sum = 0;
                for (int a = 0; a < n; a++) {
                    for (int b = a + 1; b < n; b++) {
                        double lengths = Math.sqrt(products[a][a]) * Math.sqrt(products[b][b]);
                        sum += Math.max(-1, Math.min(1, products[a][b] / Math.max(lengths, 1e-6)));
                    }
                }
                double cosine = sum / (0.5 * n * (n - 1));
                double divisor = 1 + (n - 1) * cosine;
                return new float[] {(float) (Math.abs(divisor) < 1e-6 ? 0 : n * cosine / divisor)};
            }

            @Override
            void combine(Chunk chunk, int from, int to, float[] c, float[] into) {
                float t = c[0];
                for (int i = from; i < to; i++) {
                    float sum = chunk.model(0)[i];
                    for (int m = 1; m < n; m++) {
                        sum += chunk.model(m)[i];
                    }
                    into[i] = t * (sum / n) + (1 - t) * chunk.base()[i];
                }
            }
        };
    }
}
