// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import org.gittheta.storage.stub.Stub;

/** Says what a blob, or a working file, holds. */
public sealed interface BlobContent {
    /**
     * Is a stub.
     *
     * @param stub the stub
     * @param oid the id that its text has as a blob
     */
    record Stubbed(Stub stub, String oid) implements BlobContent {}

    /**
     * Begins like a stub and is none.
     *
     * @param reason what is wrong, one sentence
     */
    record Damaged(String reason) implements BlobContent {}

    /**
     * Is anything else: a checkpoint as it is.
     *
     * @param size its length in bytes
     */
    record Raw(long size) implements BlobContent {}

    /** Is not there. */
    record Missing() implements BlobContent {}
}
