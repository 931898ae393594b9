// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import java.io.IOException;
import org.gittheta.storage.stub.StubFormatException;

/** Is shown every stub of a walk. */
public interface StubVisitor {
    /** Takes a stub. */
    void visit(FoundStub found) throws IOException;

    /**
     * Takes a blob that begins like a stub and is none; by default the walk ends here, because what it needs is unknown.
     *
     * @param reason what is wrong with it
     */
    default void damaged(String blob, String path, String reason) throws IOException {
        throw new StubFormatException("the stub of " + path + " (blob " + blob + "): " + reason);
    }
}
