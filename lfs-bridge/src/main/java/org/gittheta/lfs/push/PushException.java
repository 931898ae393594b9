// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.io.IOException;

/** Says why objects did not get to a remote, and what to do; the refs must not be pushed then. */
public final class PushException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes one sentence without a full stop. */
    public PushException(String sentence) {
        super(sentence);
    }
}
