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
        Step step = new Step();
        for (int from = 0; from < chunk.count(); from += Step.MOST) {
            int count = Math.min(Step.MOST, chunk.count() - from);
            for (int m = 0; m < models; m++) {
                step.add(deltas[m], from, count, factors[m]);
            }
            if (!consensus) {
                step.divide(count, divisor);
            } else if (step.isFinite(count)) {
                for (int m = 0; m < models; m++) {
                    step.addAgreeing(deltas[m], from, count, factors[m], weights[m]);
                }
                step.takeAgreeing(count, normalize);
            } else {
                for (int i = 0; i < count; i++) {
                    step.sums[i] = ofThoseThatAgree(deltas, factors, from + i, step.sums[i]);
                }
            }
            for (int i = 0; i < count; i++) {
                into[from + i] = (float) (chunk.base()[from + i] + step.sums[i] * lambda);
            }
            step.clear();
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

    /**
     * Adds up the changes of a few elements.
     *
     * <p>Signs of changes are as good as random, so that a processor that guesses the way of a branch is wrong half of the
     * time: what agrees is chosen by masks. Adding the zero of what does not agree leaves a sum as it is.
     */
    private static final class Step {
        static final int MOST = 1024;
        private static final long ONE = Double.doubleToRawLongBits(1);

        private final double[] sums = new double[MOST];
        private final double[] agreeing = new double[MOST];
        private final double[] divisors = new double[MOST];

        void clear() {
            Arrays.fill(sums, 0);
            Arrays.fill(agreeing, 0);
            Arrays.fill(divisors, 0);
        }

        void add(float[] delta, int from, int count, double factor) {
            for (int i = 0; i < count; i++) {
                sums[i] += delta[from + i] * factor;
            }
        }

        void divide(int count, double divisor) {
            for (int i = 0; i < count; i++) {
                sums[i] /= divisor;
            }
        }

        boolean isFinite(int count) {
            double zero = 0;
            for (int i = 0; i < count; i++) {
                zero += sums[i] * 0;
            }
            return zero == 0;
        }

        void addAgreeing(float[] delta, int from, int count, double factor, double weight) {
            long weightBits = Double.doubleToRawLongBits(weight);
            for (int i = 0; i < count; i++) {
                long bits = Double.doubleToRawLongBits(delta[from + i] * factor);
                // A sum of -0 counts as positive.
                long agrees = ~((bits ^ Double.doubleToRawLongBits(sums[i] + 0.0)) >> 63) & nonZero(bits);
                agreeing[i] += Double.longBitsToDouble(bits & agrees);
                divisors[i] += Double.longBitsToDouble(weightBits & agrees);
            }
        }

        /** Puts the sums of what agrees, or their means, in the place of the sums. */
        void takeAgreeing(int count, boolean isMean) {
            for (int i = 0; i < count; i++) {
                long bits = Double.doubleToRawLongBits(divisors[i]);
                long isNumber = isMean ? nonZero(bits) : 0;
                sums[i] = agreeing[i] / Double.longBitsToDouble((bits & isNumber) | (ONE & ~isNumber));
            }
        }

        /** Returns all bits set for a number other than 0 and -0, otherwise none. */
        private static long nonZero(long bits) {
            long magnitude = bits << 1;
            return (magnitude | -magnitude) >> 63;
        }
    }
}
