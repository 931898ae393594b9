// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/** Collects the numbers of {@link SideStatistics}; parts of a parameter are summed apart and joined in order. */
public final class SideSums {
    private static final int STEP = 2048;

    private final MomentSums moments = new MomentSums();
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long zeros;

    /** Adds a run of {@code count} elements from one place of an array. */
    public void add(ElementDecoder decoder, byte[] raw, int at, int count) {
        double[] values = new double[Math.min(STEP, count) * decoder.components()];
        for (int done = 0; done < count; done += STEP) {
            int step = Math.min(STEP, count - done);
            decoder.decode(raw, at + done * decoder.width(), values, step * decoder.components());
            add(values, step * decoder.components());
        }
    }

    private void add(double[] values, int count) {
        double pivot = values[0];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double value = values[i];
            double x = value - pivot;
            sum += x;
            squares += x * x;
            zeros += value == 0 ? 1 : 0;
            // Infinities are counted and are no extremes.
            if (value < min && value != Double.NEGATIVE_INFINITY) {
                min = value;
            }
            if (value > max && value != Double.POSITIVE_INFINITY) {
                max = value;
            }
        }
        if (Double.isFinite(sum + squares)) {
            moments.add(count, pivot, sum, squares);
        } else {
            for (int i = 0; i < count; i++) {
                moments.add(values[i]);
            }
        }
    }

    /** Adds what another part of the parameter has. */
    public void add(SideSums other) {
        moments.add(other.moments);
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        zeros += other.zeros;
    }

    /** Returns the numbers of what was added. */
    public SideStatistics statistics() {
        Moments of = moments.moments();
        boolean none = of.finite() == 0;
        return new SideStatistics(of, none ? Double.NaN : min, none ? Double.NaN : max, zeros);
    }
}
