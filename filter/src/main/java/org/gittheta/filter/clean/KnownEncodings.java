// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Knows which contents are stored already; safe for use by several threads. */
public interface KnownEncodings {
    /** Returns an encoding of this content whose objects are all here. */
    Optional<Encoding> find(Sha256 sha256, long size) throws IOException;

    /**
     * Returns stored parameters that a new one may resemble, those that come closest in front, whose objects are all here.
     *
     * <p>The answer depends on nothing but the parameter and on what git has, so that two clones that add the same file
     * to the same history store the same.
     */
    default List<Encoding.Base> basesFor(ParameterName name, DType dtype, Shape shape) throws IOException {
        return List.of();
    }

    /**
     * Remembers a finished stub and returns it as it is to be used: where another process was faster to store the same
     * contents, with that one's encodings, so that the same file has one stub.
     */
    Stub settle(Stub stub) throws IOException;
}
