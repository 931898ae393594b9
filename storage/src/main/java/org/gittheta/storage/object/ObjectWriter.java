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
     * Makes the object visible under its hash; until then no other process can see any of it.
     *
     * @return the whole object
     */
    Slice commit() throws IOException;
}
