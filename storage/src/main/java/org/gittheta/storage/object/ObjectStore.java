// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Collection;
import org.gittheta.storage.digest.Sha256;

/**
 * Keeps immutable objects under the SHA-256 of their bytes.
 *
 * <p>Implementations may be used by several threads and several processes at once. An object, once visible, is whole and
 * never changes; writing one that is already there is harmless and cheap.
 */
public interface ObjectStore {
    /** Tells whether the object is here, without reading it: present, and of this size. */
    boolean contains(Sha256 oid, long size) throws IOException;

    /**
     * Makes sure that objects are here, fetching them if this store can; a caller names all it will need at once.
     *
     * @throws MissingObjectsException if some are not here in the end; it names them
     */
    void require(Collection<StoredObject> objects) throws IOException;

    /**
     * Opens an object for reading.
     *
     * @throws MissingObjectsException if it is not here
     * @throws CorruptObjectException if it has another size
     */
    FileChannel open(Sha256 oid, long size) throws IOException;

    /** Begins a new object. */
    ObjectWriter create() throws IOException;

    /**
     * Waits until all objects committed so far are visible and survive a power failure.
     *
     * @throws IOException if one of them could not be stored; nothing may refer to any of them then
     */
    void sync() throws IOException;
}
