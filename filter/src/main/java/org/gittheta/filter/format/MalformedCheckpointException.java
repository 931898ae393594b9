// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

/** Says what is wrong with a checkpoint's bytes, in words that complete the sentence "kept as opaque bytes: …". */
public final class MalformedCheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    /** Takes the reason. */
    public MalformedCheckpointException(String reason) {
        super(reason);
    }
}
