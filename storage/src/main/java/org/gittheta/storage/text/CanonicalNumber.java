// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.text;

/** Parses the one form in which numbers stand on disk: decimal digits without sign or leading zeros. */
public final class CanonicalNumber {
    /** Below 10^18, so that sums and offsets of two numbers do not overflow. */
    private static final int MOST_DIGITS = 18;

    private CanonicalNumber() {}

    /** Tells whether a text has nothing but digits, without leading zeros; there may be more than fit into a long. */
    public static boolean isCanonical(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == 1 || (!text.isEmpty() && text.charAt(0) != '0');
    }

    /**
     * Parses a number.
     *
     * @throws IllegalArgumentException if the text has another form or more than 18 digits
     */
    public static long parse(String text) {
        if (text.length() > MOST_DIGITS || !isCanonical(text)) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        return Long.parseLong(text);
    }
}
