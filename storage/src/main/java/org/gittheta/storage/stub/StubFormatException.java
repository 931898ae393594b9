// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.io.IOException;

/** Says why a text that begins like a stub is none, in one sentence. */
public final class StubFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the reason. */
    public StubFormatException(String reason) {
        super(reason);
    }

    /** Takes the reason and the line it was found in, counted from 1. */
    public StubFormatException(String reason, int line) {
        super(reason + " (line " + line + " of the stub)");
    }
}
