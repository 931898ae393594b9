// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import java.io.IOException;
import java.util.List;

/** Says that a git command failed, and what it said. */
public final class GitException extends IOException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** Takes the command's arguments, its exit code and its standard error. */
    public GitException(List<String> arguments, int exitCode, String errors) {
        super("git " + String.join(" ", arguments) + " failed (exit code " + exitCode + "): " + errors.strip());
        this.exitCode = exitCode;
    }

    /** Returns the command's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
