// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.util.SplittableRandom;

/**
 * Draws normally distributed values quickly and the same way on every machine.
 *
 * <p>A table of 65,537 quantiles, summed from the density with {@link StrictMath}, is interpolated by the lower half of
 * 32 random bits, so that the low mantissa bits of an FP32 value are as random as those of a trained one.
 */
final class GaussianValues {
    private static final int CELLS = 1 << 16;
    private static final int STEPS_PER_SIGMA = 1 << 14;
    private static final double WIDEST = 4.5;

    private final float[] quantiles;

    GaussianValues(double standardDeviation) {
        this.quantiles = quantiles(standardDeviation);
    }

    /** Fills the array with values drawn from the source, two for each of its 64-bit words. */
    void fill(SplittableRandom source, float[] values, int count) {
        for (int i = 0; i < count; i += 2) {
            long bits = source.nextLong();
            values[i] = value((int) bits);
            if (i + 1 < count) {
                values[i + 1] = value((int) (bits >>> 32));
            }
        }
    }

    private float value(int bits) {
        int cell = bits >>> 16;
        float low = quantiles[cell];
        return low + (quantiles[cell + 1] - low) * ((bits & 0xFFFF) * 0x1p-16f);
    }

    private static float[] quantiles(double standardDeviation) {
        int steps = (int) (2 * WIDEST * STEPS_PER_SIGMA);
        double[] mass = new double[steps + 1];
        for (int i = 1; i <= steps; i++) {
            double x = (i - 0.5) / STEPS_PER_SIGMA - WIDEST;
            mass[i] = mass[i - 1] + StrictMath.exp(-x * x / 2);
        }
        float[] quantiles = new float[CELLS + 1];
        int step = 0;
        for (int cell = 0; cell <= CELLS; cell++) {
            double wanted = mass[steps] * cell / CELLS;
            while (step < steps - 1 && mass[step + 1] < wanted) {
                step++;
            }
            double inside = (wanted - mass[step]) / (mass[step + 1] - mass[step]);
            quantiles[cell] = (float) (((step + inside) / STEPS_PER_SIGMA - WIDEST) * standardDeviation);
        }
        return quantiles;
    }
}
