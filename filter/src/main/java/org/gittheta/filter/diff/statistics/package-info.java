// SPDX-License-Identifier: Apache-2.0
/**
 * Computes what the numbers of parameters say: moments, changes, numerical rank, histograms; knows neither files nor
 * threads.
 */
package org.gittheta.filter.diff.statistics;
