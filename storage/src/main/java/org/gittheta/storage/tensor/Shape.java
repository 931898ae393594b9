// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.gittheta.storage.text.CanonicalNumber;

/**
 * Holds the extents of a tensor, outermost first; a tensor of no dimensions is a scalar.
 *
 * <p>Its text is {@code [4,16]}, without spaces, and {@code []} for a scalar.
 */
public final class Shape {
    private static final int MOST_DIMENSIONS = 64;

    private final long[] extents;

    private Shape(long[] extents) {
        this.extents = extents;
    }

    /**
     * Returns the shape of the given extents.
     *
     * @throws IllegalArgumentException if an extent is negative or there are more than 64
     */
    public static Shape of(long... extents) {
        if (extents.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("more than " + MOST_DIMENSIONS + " dimensions");
        }
        for (long extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("negative extent " + extent);
            }
        }
        return new Shape(extents.clone());
    }

    /** Returns the shape of the given extents. */
    public static Shape of(List<Long> extents) {
        return of(extents.stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * Parses the text that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if the text is not in that one form
     */
    public static Shape parse(String text) {
        if (text.length() < 2 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
            throw new IllegalArgumentException("not a shape: " + text);
        }
        String inner = text.substring(1, text.length() - 1);
        String[] words = inner.isEmpty() ? new String[0] : inner.split(",", -1);
        long[] extents = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            if (!CanonicalNumber.isCanonical(words[i])) {
                throw new IllegalArgumentException("not a canonical shape: " + text);
            }
            extents[i] = Long.parseLong(words[i]);
        }
        return of(extents);
    }

    /** Returns the extents, outermost first. */
    public long[] extents() {
        return extents.clone();
    }

    /** Returns the number of elements, or nothing if it does not fit in 63 bits. */
    public OptionalLong elements() {
        long product = 1;
        boolean overflow = false;
        for (long extent : extents) {
            if (extent == 0) {
                return OptionalLong.of(0);
            }
            long high = Math.multiplyHigh(product, extent);
            product *= extent;
            overflow |= high != 0 || product < 0;
        }
        return overflow ? OptionalLong.empty() : OptionalLong.of(product);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", "[", "]");
        for (long extent : extents) {
            text.add(Long.toString(extent));
        }
        return text.toString();
    }
}
