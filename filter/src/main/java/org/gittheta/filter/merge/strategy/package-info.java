// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what becomes of a tensor that both sides of a merge changed: by taking a side, or by computing on the values.
 *
 * <p>Formulas: W_i are the models (ours, then theirs), B is the base, τ_i = W_i − B. The changes τ_i that are
 * ranked are float32; all other arithmetic is in float64, in the order of the models, and sums over a whole tensor are added
 * chunk by chunk in the order of the elements; the result is rounded to float32, and then to a narrower element type. So the same inputs give the same bytes on every Java and
 * with any number of threads.
 */
package org.gittheta.filter.merge.strategy;
