// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import org.gittheta.storage.repository.Git;

/** Lets git check out stubs as they are, for a command that writes the checkpoints itself, or not at all. */
public final class SkipSmudge {
    /** Tells the filter to leave stubs as they are. */
    private static final String VARIABLE = "GIT_THETA_SKIP_SMUDGE";

    private SkipSmudge() {}

    /** Returns such a git. */
    public static Git in(Git git) {
        return git.with(VARIABLE, "1");
    }
}
