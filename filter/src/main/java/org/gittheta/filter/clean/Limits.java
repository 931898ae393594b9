// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

/**
 * Says how far storing may go.
 *
 * @param largestObject the largest size of an object in bytes
 * @param mostBases the bases, one behind the other, that a new parameter may have; none if 0
 */
public record Limits(long largestObject, int mostBases) {}
