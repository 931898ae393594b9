// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

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
        long newInfinite) {

    /** Returns the L2 norm of the change relative to that of the parameter before; NaN if that was zero. */
    public double relativeL2() {
        return normBefore == 0 ? Double.NaN : deltaNorm / normBefore;
    }

    /** Returns which part of the elements changed, 0 to 1. */
    public double changedFraction() {
        return elements == 0 ? 0 : (double) changed / elements;
    }
}
