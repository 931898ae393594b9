// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.util.Locale;

/** Writes numbers of bytes for people. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Sizes() {}

    /** Returns a length in decimal units with three digits at most: {@code 999 B}, {@code 1.2 GB}, {@code 15 MB}. */
    public static String of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** Returns a count and its noun: {@code 1 checkpoint}, {@code 2 checkpoints}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
