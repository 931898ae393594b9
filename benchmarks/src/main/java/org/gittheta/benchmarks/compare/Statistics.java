// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.List;

/**
 * Summarises the times of the runs of one command, in seconds.
 *
 * @param median the middle run, or the mean of the two middle ones
 * @param fastest the shortest run
 * @param slowest the longest run
 * @param runs the number of runs
 */
public record Statistics(double median, double fastest, double slowest, int runs) {
    /**
     * Summarises the given times.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Statistics of(List<Double> seconds) {
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("no runs");
        }
        List<Double> sorted = seconds.stream().sorted().toList();
        int count = sorted.size();
        double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
        return new Statistics(median, sorted.get(0), sorted.get(count - 1), count);
    }
}
