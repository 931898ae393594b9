// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Adds what the models changed to the base, as {@link TaskArithmetic} says. */
final class TaskVectors implements Kernel {
    private final int models;
    private final List<Sparsifier> sparsifiers;
    private final float[] weights;
    private final boolean consensus;
    private final boolean normalize;
    private final boolean rescale;
    private final float lambda;
    private final float[] scales;
    private boolean scaled;

    TaskVectors(List<Sparsifier> sparsifiers, double[] weights, boolean consensus, OptionValues options) {
        this.models = weights.length;
        this.sparsifiers = sparsifiers;
        this.weights = WeightedSum.floats(weights);
        this.consensus = consensus;
        normalize = options.flag("normalize");
        rescale = options.flag("rescale");
        lambda = (float) options.number("lambda");
        scales = new float[models];
        Arrays.fill(scales, 1);
    }

    @Override
    public Optional<Pass<?>> nextPass() {
        List<Ranking> rankings = new ArrayList<>();
        sparsifiers.forEach(sparsifier -> rankings.addAll(sparsifier.rankings()));
        Optional<Pass<?>> next = Passes.next(rankings);
        if (next.isEmpty() && rescale && !scaled) {
            scaled = true;
            return Optional.of(new Lengths());
        }
        return next;
    }

    /** Sums the magnitudes before and after: changes are scaled so that their sum stays. */
    private final class Lengths implements Pass<double[]> {
        private static final double SHORTEST = 1e-7;
        private final double[] sums = new double[2 * models];

        @Override
        public double[] look(Chunk chunk) {
            double[] found = new double[2 * models];
            for (int m = 0; m < models; m++) {
                float[] delta = chunk.delta(m);
                found[2 * m] = sum(delta, chunk.count());
                sparsifiers.get(m).clear(chunk, delta);
                found[2 * m + 1] = sum(delta, chunk.count());
            }
            return found;
        }

        private double sum(float[] delta, int count) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.abs(delta[i]);
            }
            return sum;
        }

        @Override
        public void add(double[] found) {
            for (int i = 0; i < found.length; i++) {
                sums[i] += found[i];
            }
            for (int m = 0; m < models; m++) {
                boolean isLong = sums[2 * m] >= SHORTEST && sums[2 * m + 1] >= SHORTEST;
                scales[m] = isLong ? (float) (sums[2 * m] / sums[2 * m + 1]) : 1;
            }
        }
    }

    @Override
    public void merge(Chunk chunk, float[] into) {
        int count = chunk.count();
        for (int m = 0; m < models; m++) {
            float[] delta = chunk.delta(m);
            sparsifiers.get(m).clear(chunk, delta);
            for (int i = 0; i < count; i++) {
                delta[i] = delta[i] * scales[m] * weights[m];
            }
        }
        float divisor = 0;
        for (float weight : weights) {
            divisor += weight;
        }
        if (consensus) {
            addThoseThatAgree(chunk, into);
        } else {
            for (int i = 0; i < count; i++) {
                float sum = 0;
                for (int m = 0; m < models; m++) {
                    sum += chunk.spare(m)[i];
                }
                into[i] = normalize && Math.abs(divisor) >= 1e-8f ? sum / divisor : sum;
            }
        }
        for (int i = 0; i < count; i++) {
            into[i] = chunk.base()[i] + (lambda == 1 ? into[i] : into[i] * lambda);
        }
    }

    private void addThoseThatAgree(Chunk chunk, float[] into) {
        float[][] deltas = new float[models][];
        for (int m = 0; m < models; m++) {
            deltas[m] = chunk.spare(m);
        }
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
                    sum += delta;
                    divisor += weights[m];
                }
            }
            into[i] = normalize && divisor != 0 ? sum / divisor : sum;
        }
    }
}
