// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

/** Ends a command with an exit code and one sentence for the user that says what is wrong and what to do. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /** Takes the exit code and the sentence, without "git theta:" before it. */
    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns the exit code. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
