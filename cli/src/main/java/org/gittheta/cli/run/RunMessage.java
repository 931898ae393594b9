// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is the message of a commit that a run made, in the form of DataLad's {@code run}:
 *
 * <pre>
 * [DATALAD RUNCMD] MESSAGE
 *
 * === Do not change lines below ===
 * RECORD                              JSON, or "ID" of a sidecar
 * ^^^ Do not change lines above ^^^
 *
 * Theta-Run-Duration: 12.3 s          trailers of ours; others pass over them
 * </pre>
 *
 * @param message what the person wrote
 * @param record the text between the two marks
 */
public record RunMessage(String message, String record) {
    /** What every such message begins with. */
    public static final String PREFIX = "[DATALAD RUNCMD] ";

    private static final String BELOW = "=== Do not change lines below ===\n";
    private static final String ABOVE = "\n^^^ Do not change lines above ^^^";
    private static final Pattern SIDECAR = Pattern.compile("\"([0-9a-zA-Z_-]{1,128})\"");

    /** Returns the text of the commit's message. */
    public String text(Map<String, String> trailers) {
        StringBuilder text = new StringBuilder(PREFIX)
                .append(message.strip())
                .append("\n\n")
                .append(BELOW)
                .append(record)
                .append(ABOVE)
                .append('\n');
        if (!trailers.isEmpty()) {
            text.append('\n');
            trailers.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append('\n'));
        }
        return text.toString();
    }

    /** Reads a commit's message; nothing if no run made it. */
    public static Optional<RunMessage> parse(String text) {
        int below = text.lastIndexOf(BELOW);
        int above = text.lastIndexOf(ABOVE);
        if (!text.startsWith(PREFIX) || below < PREFIX.length() || above < below + BELOW.length()) {
            return Optional.empty();
        }
        return Optional.of(new RunMessage(
                text.substring(PREFIX.length(), below).strip(), text.substring(below + BELOW.length(), above)));
    }

    /** Returns the name of the file that has the record, if it is not here. */
    public Optional<String> sidecar() {
        Matcher matcher = SIDECAR.matcher(record.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
