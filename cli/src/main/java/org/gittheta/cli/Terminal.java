// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.util.Map;

/**
 * Says which streams a person sees, and whether in colour.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal: progress is shown only then
 * @param colour whether results may be coloured
 */
public record Terminal(boolean out, boolean err, boolean colour) {
    /** Is no terminal at all: what tests and pipes see. */
    public static final Terminal NONE = new Terminal(false, false, false);

    /**
     * Reads what the launcher saw of the streams (it tests them, because Java 17 cannot).
     *
     * @param streams the numbers of those that are terminals, such as {@code "12"}
     * @param environment its variables; {@code NO_COLOR} that is not empty and {@code TERM=dumb} forbid colour
     */
    public static Terminal of(String streams, Map<String, String> environment) {
        boolean out = streams.contains("1");
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(out, streams.contains("2"), out && !plain);
    }
}
