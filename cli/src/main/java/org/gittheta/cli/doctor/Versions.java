// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds a program's version as far as it decides anything.
 *
 * @param major the first number
 * @param minor the second number
 */
record Versions(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /** Finds the first version in what a program printed. */
    static Optional<Versions> in(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        return matcher.find()
                ? Optional.of(new Versions(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean before(Versions other) {
        return major != other.major ? major < other.major : minor < other.minor;
    }
}
