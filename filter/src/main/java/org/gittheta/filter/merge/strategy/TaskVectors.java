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
    private final double[] weights;
    private final boolean consensus;
    private final boolean normalize;
    private final boolean rescale;
    private final double lambda;
    private final double[] scales;
    private boolean scaled;

    TaskVectors(List<Sparsifier> sparsifiers, double[] weights, boolean consensus, OptionValues options) {
        this.models = weights.length;
        this.sparsifiers = sparsifiers;
        this.weights = weights.clone();
        this.consensus = consensus;
        normalize = options.flag("normalize");
        rescale = options.flag("rescale");
        lambda = options.number("lambda");
        scales = new double[models];
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
                scales[m] = isLong ? sums[2 * m] / sums[2 * m + 1] : 1;
            }
        }
    }

    @Override
    public void merge(Chunk chunk, float[] into) {
        float[][] deltas = new float[models][];
        double[] factors = new double[models];
        double whole = 0;
        for (int m = 0; m < models; m++) {
            deltas[m] = chunk.delta(m);
            sparsifiers.get(m).clear(chunk, deltas[m]);
            factors[m] = scales[m] * weights[m];
            whole += weights[m];
        }
        double divisor = normalize && Math.abs(whole) >= 1e-8 ? whole : 1;
        for (int i = 0; i < chunk.count(); i++) {
            double all = 0;
            for (int m = 0; m < models; m++) {
                all += deltas[m][i] * factors[m];
            }
            double change = consensus ? ofThoseThatAgree(deltas, factors, i, all) : all / divisor;
            into[i] = (float) (chunk.base()[i] + change * lambda);
        }
    }

    private double ofThoseThatAgree(float[][] deltas, double[] factors, int i, double all) {
        double sum = 0;
        double divisor = 0;
        for (int m = 0; m < models; m++) {
            double delta = deltas[m][i] * factors[m];
            if (all >= 0 ? delta > 0 : delta < 0) {
                sum += delta;
                divisor += weights[m];
            }
        }
        return normalize && divisor != 0 ? sum / divisor : sum;
    }
}
