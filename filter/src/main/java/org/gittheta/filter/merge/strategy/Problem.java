// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/**
 * Describes the tensor that is to be merged.
 *
 * @param name its name, from which random choices are seeded
 * @param elements the number of its elements
 * @param rowLength the number of elements of its last dimension; 1 for a scalar
 * @param models the number of models
 */
public record Problem(String name, long elements, long rowLength, int models) {}
