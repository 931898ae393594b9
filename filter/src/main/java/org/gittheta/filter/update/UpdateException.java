// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.io.IOException;

/** Says in a sentence why an update does not fit the checkpoint. */
public final class UpdateException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the sentence, without a full stop. */
    public UpdateException(String sentence) {
        super(sentence);
    }
}
