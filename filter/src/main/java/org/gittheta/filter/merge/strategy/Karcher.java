// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Arrays;
import java.util.List;

/**
 * Takes the Karcher mean of the models' directions, the point of the sphere whose squared distances to them sum to the
 * least, and gives it the mean length.
 *
 * <p>From the normalised mean m it goes repeatedly along g = Σ α (θ_i / sin θ_i)(u_i − (u_i·m) m), cos θ_i = u_i·m, until
 * |g| is below {@code tol} or {@code max-iter} steps are made; all α are equal. Grove and Karcher, 1973; {@code karcher}
 * of mergekit.
 */
public final class Karcher implements ComputingStrategy {
    @Override
    public String name() {
        return "karcher";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(
                StrategyOption.integer("max-iter", 10, 0, 1000, "the most steps"),
                StrategyOption.number("tol", 1e-5, 1e-12, 1, "the length of a step that is none"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return false;
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) {
        int most = (int) options.number("max-iter");
        double tolerance = options.number("tol");
        return new InnerProducts(problem.models(), false, 0) {
            @Override
            float[] coefficients(double[][] products) {
                return new Walk(products, tolerance).mean(most);
            }
        };
    }

    /** Walks over the sphere; points are held as coefficients of the models. */
    private static final class Walk {
        private final double[][] products;
        private final double tolerance;
        private final int n;
        private final double[] lengths;
        private final boolean[] valid;

        Walk(double[][] products, double tolerance) {
            this.products = products;
            this.tolerance = tolerance;
            n = products.length;
            lengths = new double[n];
            valid = new boolean[n];
            for (int i = 0; i < n; i++) {
                lengths[i] = Math.sqrt(products[i][i]);
                valid[i] = lengths[i] > tolerance;
            }
        }

        float[] mean(int mostSteps) {
            int count = 0;
            double length = 0;
            for (int i = 0; i < n; i++) {
                count += valid[i] ? 1 : 0;
                length += lengths[i] / n;
            }
            if (count == 0) {
                return new float[n];
            }
            double[] mean = start(count);
            for (int step = 0; step < mostSteps; step++) {
                double[] tangent = tangent(mean, 1.0 / count);
                double angle = length(tangent);
                if (angle < tolerance) {
                    break;
                }
                for (int i = 0; i < n; i++) {
                    mean[i] = StrictMath.cos(angle) * mean[i] + StrictMath.sin(angle) * (tangent[i] / angle);
                }
                scale(mean, 1 / length(mean));
            }
            scale(mean, length);
            return WeightedSum.floats(mean);
        }

        private double[] start(int count) {
            double[] mean = new double[n];
            int first = -1;
            for (int i = 0; i < n; i++) {
                if (valid[i]) {
                    mean[i] = 1.0 / count / lengths[i];
                    first = first < 0 ? i : first;
                }
            }
            double size = length(mean);
            if (size < tolerance) {
                Arrays.fill(mean, 0);
                mean[first] = 1 / lengths[first];
            } else {
                scale(mean, 1 / size);
            }
            return mean;
        }

        private double[] tangent(double[] mean, double alpha) {
            double[] tangent = new double[n];
            for (int i = 0; i < n; i++) {
                if (!valid[i]) {
                    continue;
                }
                double[] unit = new double[n];
                unit[i] = 1 / lengths[i];
                double cosine = Math.max(-1, Math.min(1, MultiSlerp.dot(products, unit, mean)));
                double theta = StrictMath.acos(cosine);
                if (theta < tolerance) {
                    continue;
                }
                double factor = alpha * (theta / StrictMath.sin(theta));
                tangent[i] += factor * unit[i];
                for (int j = 0; j < n; j++) {
                    tangent[j] -= factor * cosine * mean[j];
                }
            }
            return tangent;
        }

        private double length(double[] point) {
            return Math.sqrt(Math.max(0, MultiSlerp.dot(products, point, point)));
        }

        private static void scale(double[] point, double factor) {
            for (int i = 0; i < point.length; i++) {
                point[i] *= factor;
            }
        }
    }
}
