// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Selects where the models differ most, weighs each model by the size of its changes there, and drops those that disagree
 * in sign: W = B + Σ w_i τ_i m_i / Σ w_i m_i.
 *
 * <p>Selected are the ⌊{@code select-topk} · n⌋ elements of the largest variance among the models, n being the number of
 * elements with any; w_i is the mean of τ_i² over the tensor divided by the sum of these; m_i is 1 where τ_i has the sign of Σ
 * τ_i, 0 counting as positive. Wan et al., FuseChat, 2024 (arXiv:2408.07990); {@code sce} of mergekit.
 */
public final class Sce implements ComputingStrategy {
    @Override
    public String name() {
        return "sce";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(StrategyOption.number("select-topk", 1, 0, 1, "the share of the elements that is merged"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return true;
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) {
        return new Fusion(problem, options.number("select-topk"));
    }

    /** Merges one tensor. */
    private static final class Fusion implements Kernel {
        private final int models;
        private final long elements;
        private final List<Ranking> rankings = new ArrayList<>();
        private final double[] squares;
        private final float[] weights;
        private boolean squared;

        Fusion(Problem problem, double share) {
            models = problem.models();
            elements = problem.elements();
            squares = new double[models];
            weights = new float[models];
            if (share < 1) {
                rankings.add(new Ranking(this::variance, elements, (n, nonZero) -> (long) (nonZero * share)));
            }
        }

        /** Returns the variance of the models' changes, in the spare array after theirs. */
        private float[] variance(Chunk chunk) {
            float[] into = chunk.spare(models);
            for (int m = 0; m < models; m++) {
                chunk.delta(m);
            }
            for (int i = 0; i < chunk.count(); i++) {
                double mean = 0;
                for (int m = 0; m < models; m++) {
                    mean += chunk.spare(m)[i];
                }
                mean /= models;
                double sum = 0;
                for (int m = 0; m < models; m++) {
                    double off = chunk.spare(m)[i] - mean;
                    sum += off * off;
                }
                into[i] = (float) (sum / models);
            }
            return into;
        }

        /** Leaves the selected changes in the spare arrays. */
        private void select(Chunk chunk) {
            if (rankings.isEmpty()) {
                for (int m = 0; m < models; m++) {
                    chunk.delta(m);
                }
                return;
            }
            float[] selected = variance(chunk);
            rankings.get(0).clear(chunk, selected, false);
            for (int m = 0; m < models; m++) {
                float[] delta = chunk.spare(m);
                for (int i = 0; i < chunk.count(); i++) {
                    delta[i] = selected[i] == 0 ? 0 : delta[i];
                }
            }
        }

        @Override
        public Optional<Pass<?>> nextPass() {
            Optional<Pass<?>> next = Passes.next(rankings);
            if (next.isPresent() || squared) {
                return next;
            }
            squared = true;
            return Optional.of(new Pass<double[]>() {
                @Override
                public double[] look(Chunk chunk) {
                    select(chunk);
                    double[] sums = new double[models];
                    for (int m = 0; m < models; m++) {
                        for (int i = 0; i < chunk.count(); i++) {
                            double delta = chunk.spare(m)[i];
                            sums[m] += delta * delta;
                        }
                    }
                    return sums;
                }

                @Override
                public void add(double[] found) {
                    for (int m = 0; m < models; m++) {
                        squares[m] += found[m];
                    }
                    weigh();
                }
            });
        }

        private void weigh() {
            double sum = 0;
            for (double square : squares) {
                sum += square / elements;
            }
            for (int m = 0; m < models; m++) {
                weights[m] = (float) (sum < 1e-6 ? 1.0 / models : squares[m] / elements / sum);
            }
        }

        @Override
        public void merge(Chunk chunk, float[] into) {
            select(chunk);
            float[][] deltas = new float[models][];
            Arrays.setAll(deltas, chunk::spare);
            for (int i = 0; i < chunk.count(); i++) {
                float all = 0;
                for (float[] delta : deltas) {
                    all += delta[i];
                }
                float sum = 0;
                float divisor = 0;
                for (int m = 0; m < models; m++) {
                    float delta = deltas[m][i];
                    if (all >= 0 ? delta > 0 : delta < 0) {
                        sum += delta * weights[m];
                        divisor += weights[m];
                    }
                }
                into[i] = chunk.base()[i] + sum / Math.max(divisor, 1e-6f);
            }
        }
    }
}
