// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;

/** Says why a remote could not be asked which objects it has, and what to do, in one sentence without a full stop. */
public final class RemoteFaultException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the sentence. */
    public RemoteFaultException(String sentence) {
        super(sentence);
    }

    /** Takes the sentence and the cause. */
    public RemoteFaultException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
