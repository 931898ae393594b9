// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/**
 * Describes the values of one parameter; a complex element is two values.
 *
 * @param moments their distribution
 * @param min the smallest finite value; NaN if there is none
 * @param max the largest finite value; NaN if there is none
 * @param zeros the number of zeros
 */
public record SideStatistics(Moments moments, double min, double max, long zeros) {}
