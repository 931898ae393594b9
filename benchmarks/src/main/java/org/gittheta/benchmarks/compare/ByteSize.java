// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes numbers of bytes in decimal units: {@code 1100000000}, {@code 1.1 GB}, {@code 90MB}. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?([kMG]?)B?");

    private ByteSize() {}

    /**
     * Parses a size.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size such as 1100000000, 90MB or 1.1GB: " + text);
        }
        double unit = switch (matcher.group(2)) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
        return Math.round(Double.parseDouble(matcher.group(1)) * unit);
    }

    /** Returns the size in the unit that leaves it between 1 and 1,000, with three digits or so. */
    public static String format(long bytes) {
        if (bytes >= 999_500_000) {
            return String.format(Locale.ROOT, "%.3g GB", bytes / 1e9).replaceAll("\\.?0+ ", " ");
        } else if (bytes >= 1_000_000) {
            return number(bytes / 1e6) + " MB";
        } else if (bytes >= 1_000) {
            return number(bytes / 1e3) + " kB";
        }
        return bytes + " B";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
