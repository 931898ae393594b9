// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import org.gittheta.storage.digest.Sha256;

/**
 * Names an object by its hash and says its size.
 *
 * @param oid the SHA-256 of its bytes
 * @param size their number
 */
public record StoredObject(Sha256 oid, long size) {
    // A record's own equals and hashCode are put together when they first run, and slow until they are compiled.

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredObject object && size == object.size && oid.equals(object.oid);
    }

    @Override
    public int hashCode() {
        return oid.hashCode();
    }
}
