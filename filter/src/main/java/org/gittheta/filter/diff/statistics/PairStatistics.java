// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.OptionalInt;

/**
 * Says in numbers how a parameter changed.
 *
 * <p>All is computed in float64. Norms, cosine and the largest change are taken over the values that are finite on both
 * sides; a complex element is two values. What is not defined, such as a relative change of zeros, is NaN.
 *
 * @param elements the number of elements
 * @param changed the number of elements that differ: in a bit if the types are the same, in their value if not
 * @param deltaNorm the L2 norm of after − before
 * @param normBefore the L2 norm of before
 * @param normAfter the L2 norm of after
 * @param maxAbs the largest |after − before|
 * @param cosine the cosine of the angle between before and after
 * @param before the values before
 * @param after the values after
 * @param newNan the number of values that are NaN after and were not before
 * @param newInfinite the number of values that are infinite after and were not before
 * @param rows the first extent of the shape; 0 if it has fewer than two or no element
 * @param changedRows the number of rows in which an element changed
 * @param isRounded whether the type changed to one of floating point and every value after is the value before, rounded
 * @param rank the rank of after − before, as a matrix of these rows, up to the rounding of the types; nothing if it is
 *     not small beside the extents, or if few rows changed
 */
public record PairStatistics(
        long elements,
        long changed,
        double deltaNorm,
        double normBefore,
        double normAfter,
        double maxAbs,
        double cosine,
        Moments before,
        Moments after,
        long newNan,
        long newInfinite,
        long rows,
        long changedRows,
        boolean isRounded,
        OptionalInt rank) {

    /** Returns the L2 norm of the change relative to that of the parameter before; NaN if that was zero. */
    public double relativeL2() {
        return normBefore == 0 ? Double.NaN : deltaNorm / normBefore;
    }

    /** Returns which part of the elements changed, 0 to 1. */
    public double changedFraction() {
        return elements == 0 ? 0 : (double) changed / elements;
    }
}
