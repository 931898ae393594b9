// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.text;

/** Parses the one form in which numbers stand on disk: decimal digits without sign or leading zeros. */
public final class CanonicalNumber {
    /** Below 10^18, so that sums and offsets of two numbers do not overflow. */
    private static final int MOST_DIGITS = 18;

    private CanonicalNumber() {}

    /**
     * Parses a number.
     *
     * @throws IllegalArgumentException if the text has another form or more than 18 digits
     */
    public static long parse(String text) {
        boolean canonical = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && (text.length() == 1 || text.charAt(0) != '0')
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!canonical) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        return Long.parseLong(text);
    }
}
