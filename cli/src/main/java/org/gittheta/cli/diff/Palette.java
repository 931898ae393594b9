// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.storage.repository.Git;

/**
 * Holds the escape sequences that git's configuration has for diffs: {@code color.diff.meta}, {@code old} and {@code new};
 * all are empty without colour.
 *
 * @param meta before the line of a file
 * @param gone before what is gone
 * @param came before what came
 * @param changed before what changed
 * @param reset behind each
 */
public record Palette(String meta, String gone, String came, String changed, String reset) {
    /** Is no colour. */
    public static final Palette NONE = new Palette("", "", "", "", "");

    /**
     * Asks git whether diffs are coloured here, and how.
     *
     * @param forced what the command line says
     */
    public static Palette of(CommandContext context, Optional<Boolean> forced) throws IOException {
        Git git = context.git();
        boolean plain = !context.environment().getOrDefault("NO_COLOR", "").isEmpty();
        boolean wanted = forced.isPresent()
                ? forced.get()
                : !plain
                        && git.attempt(
                                        new byte[0],
                                        "config",
                                        "--get-colorbool",
                                        "color.diff",
                                        Boolean.toString(context.terminal().out()))
                                .line()
                                .equals("true");
        return wanted
                ? new Palette(
                        colour(git, "meta", "bold"),
                        colour(git, "old", "red"),
                        colour(git, "new", "green"),
                        colour(git, "frag", "cyan"),
                        "\u001b[m")
                : NONE;
    }

    private static String colour(Git git, String slot, String normal) throws IOException {
        return git.attempt(new byte[0], "config", "--get-color", "color.diff." + slot, normal)
                .text();
    }

    /** Returns text in the colour of a kind of change. */
    public String of(ParameterChange.Kind kind, String text) {
        return switch (kind) {
                    case ADDED -> came;
                    case REMOVED -> gone;
                    default -> changed;
                }
                + text
                + reset;
    }
}
