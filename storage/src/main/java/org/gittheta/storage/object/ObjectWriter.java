// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;

/** Writes one object; for one thread. Closed before {@link #commit}, it leaves nothing behind. */
public interface ObjectWriter extends Closeable {
    /** Appends bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Returns the number of bytes written so far. */
    long size();

    /**
     * Ends the object. It becomes visible under its hash as a whole, at the latest when {@link ObjectStore#sync} returns,
     * which also says what went wrong on the way.
     *
     * @return the whole object
     */
    Slice commit() throws IOException;
}
