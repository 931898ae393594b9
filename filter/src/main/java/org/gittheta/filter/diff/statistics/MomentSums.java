// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/**
 * Collects the moments of values that come in groups.
 *
 * <p>Each group is summed relative to one of its own values, and groups are joined by the update of Chan, Golub and
 * LeVeque (1979): neither cancels, however far the mean is from zero.
 */
final class MomentSums {
    private final CompensatedSum sum = new CompensatedSum();
    private double squares;
    private long finite;
    private long nan;
    private long infinite;

    /**
     * Adds a group of finite values.
     *
     * @param count their number, at least 1
     * @param pivot any number near them
     * @param first the sum of their distances from the pivot
     * @param second the sum of the squares of these distances
     */
    void add(int count, double pivot, double first, double second) {
        double distance = pivot + first / count;
        join(count, distance, Math.max(0, second - first * first / count));
        sum.add(count * pivot);
        sum.add(first);
        finite += count;
    }

    /** Adds one value of any kind. */
    void add(double value) {
        if (Double.isNaN(value)) {
            nan++;
        } else if (Double.isInfinite(value)) {
            infinite++;
        } else {
            add(1, value, 0, 0);
        }
    }

    void add(MomentSums other) {
        if (other.finite > 0) {
            join(other.finite, other.mean(), other.squares);
            sum.add(other.sum);
            finite += other.finite;
        }
        nan += other.nan;
        infinite += other.infinite;
    }

    private void join(long count, double mean, double more) {
        double distance = finite == 0 ? 0 : mean - mean();
        squares += more + distance * distance * ((double) finite * count / (finite + count));
    }

    private double mean() {
        return sum.value() / finite;
    }

    Moments moments() {
        return new Moments(
                finite,
                nan,
                infinite,
                finite == 0 ? Double.NaN : mean(),
                finite == 0 ? Double.NaN : Math.sqrt(squares / finite));
    }
}
