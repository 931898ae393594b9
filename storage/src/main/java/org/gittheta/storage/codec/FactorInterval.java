// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

/** Holds the factors that turn all base elements seen so far into what they became, but for rounding. */
final class FactorInterval {
    private double low = Double.NEGATIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;

    /**
     * Takes an element into account, unless no factor would fit then.
     *
     * @param value what the element became
     * @param was what it was in the base
     * @param tolerance how far rounding may have moved it
     * @return whether it is taken into account
     */
    boolean narrow(double value, double was, double tolerance) {
        if (was == 0 && value == 0) {
            return true;
        }
        if (was == 0 || !Double.isFinite(was) || !Double.isFinite(value)) {
            return false;
        }
        double a = (value - tolerance) / was;
        double b = (value + tolerance) / was;
        double from = Math.max(low, Math.min(a, b));
        double to = Math.min(high, Math.max(a, b));
        if (from > to) {
            return false;
        }
        low = from;
        high = to;
        return true;
    }

    /** Tells whether elements that did not change would do as well. */
    boolean hasOne() {
        return low <= 1 && high >= 1;
    }

    /** Returns the factor of the fewest bits, 1 if any would do. */
    float factor() {
        if (hasOne()) {
            return 1;
        }
        double middle = low / 2 + high / 2;
        for (int bits = 0; bits < 23; bits++) {
            double unit = Math.ulp((float) middle) * Math.scalb(1.0, 23 - bits);
            double rounded = Math.rint(middle / unit) * unit;
            if (rounded >= low && rounded <= high) {
                return (float) rounded;
            }
        }
        return (float) middle;
    }
}
