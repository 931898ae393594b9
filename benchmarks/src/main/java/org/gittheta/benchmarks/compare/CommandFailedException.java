// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.List;

/** Says that a command that was to be measured, or that prepares one, failed. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailedException(List<String> command, int status, String output) {
        super("'" + String.join(" ", command) + "' ended with status " + status + ": " + lastLine(output));
    }

    CommandFailedException(String message) {
        super(message);
    }

    private static String lastLine(String output) {
        String stripped = output.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }
}
