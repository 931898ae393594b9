// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import java.io.IOException;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.StubFormatException;

/** Is shown every stub of a walk, and what else it meets. */
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

    /** Takes a Git LFS pointer; by default nothing. */
    default void pointer(String path, StoredObject object) throws IOException {}

    /** Takes the name of a blob that is not empty and neither stub nor pointer; by default nothing. */
    default void other(String blob, String path) throws IOException {}
}
