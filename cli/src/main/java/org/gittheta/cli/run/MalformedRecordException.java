// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;

/** Says what is wrong with a run record, in one sentence. */
public final class MalformedRecordException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the sentence. */
    public MalformedRecordException(String message) {
        super(message);
    }
}
