// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/** Sums numbers with the error of each addition carried along (Neumaier 1974), so that their count does not matter. */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double value) {
        double next = sum + value;
        if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - next) + value;
        } else {
            lost += (value - next) + sum;
        }
        sum = next;
    }

    void add(CompensatedSum other) {
        add(other.sum);
        add(other.lost);
    }

    double value() {
        // An infinite or undefined sum has no error worth keeping.
        return Double.isFinite(lost) ? sum + lost : sum;
    }
}
