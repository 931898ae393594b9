// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.Stub;

/** Knows which contents are stored already; safe for use by several threads. */
public interface KnownEncodings {
    /** Returns an encoding of this content whose objects are all here. */
    Optional<Encoding> find(Sha256 sha256, long size) throws IOException;

    /** Remembers what a finished stub says. */
    void remember(Stub stub) throws IOException;

    /**
     * Remembers a finished stub and returns it as it is to be used: where another process was faster to store the same
     * contents, with that one's encodings, so that the same file has one stub.
     */
    default Stub settle(Stub stub) throws IOException {
        remember(stub);
        return stub;
    }
}
