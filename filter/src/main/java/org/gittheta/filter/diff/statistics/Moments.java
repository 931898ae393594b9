// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/**
 * Describes how the values of a parameter are distributed.
 *
 * @param finite the number of finite values, over which mean and deviation are taken
 * @param nan the number of NaNs
 * @param infinite the number of infinities
 * @param mean the arithmetic mean; NaN if there is no finite value
 * @param std the standard deviation of the population: the root of the mean squared distance from the mean
 */
public record Moments(long finite, long nan, long infinite, double mean, double std) {}
