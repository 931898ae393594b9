// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what becomes of a tensor that both sides of a merge changed: by taking a side, or by computing on the values.
 *
 * <p>Formulas: W_i are the models (ours, then theirs), B is the base, τ_i = W_i − B. All arithmetic is in float32, in the
 * order of the models, but for sums over a whole tensor, which are in float64 and added chunk by chunk in the order of
 * the elements; the result is rounded once to the element type. So the same inputs give the same bytes on every Java and
 * with any number of threads.
 */
package org.gittheta.filter.merge.strategy;
