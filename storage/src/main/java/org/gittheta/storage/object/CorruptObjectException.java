// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;

/** Says that an object's bytes are not what they were when it was written. */
public final class CorruptObjectException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes what is wrong. */
    public CorruptObjectException(String reason) {
        super(reason);
    }

    /** Takes what is wrong and why. */
    public CorruptObjectException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
