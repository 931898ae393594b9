// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Arrays;

/**
 * Is one tensor of an update file.
 *
 * @param extents its shape
 * @param values its elements in C order, as float64
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record UpdatePart(long[] extents, double[] values) {
    /**
     * Returns its elements as whole numbers.
     *
     * @throws UpdateException if one is none, or is negative
     */
    long[] counts(String key) throws UpdateException {
        long[] counts = new long[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (long) values[i];
            if (counts[i] != values[i] || counts[i] < 0) {
                throw new UpdateException(key + " holds " + values[i] + ", which is no index");
            }
        }
        return counts;
    }

    /** Returns its shape as text. */
    String shape() {
        return Arrays.toString(extents);
    }
}
