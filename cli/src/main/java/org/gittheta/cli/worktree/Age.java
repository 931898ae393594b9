// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/** Reads spans of time as people write them: {@code 30d}, {@code 2w}, {@code 12h}, {@code 45m}, {@code 10s}. */
public final class Age {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhdw])");

    private Age() {}

    /**
     * Reads one.
     *
     * @param name what takes it, for the message
     * @throws CommandException if it is none
     */
    public static Duration parse(String text, String name) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new CommandException(
                    ExitCode.USAGE, name + " takes a number and s, m, h, d or w, such as 30d, not '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
