// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.StoredObject;

/**
 * Reads what two stores have and writes to one of them.
 *
 * @param own the one that is written
 * @param under the other
 */
record OverlayStore(ObjectStore own, ObjectStore under) implements ObjectStore {
    @Override
    public boolean contains(Sha256 oid, long size) throws IOException {
        return own.contains(oid, size) || under.contains(oid, size);
    }

    @Override
    public void require(Collection<StoredObject> objects) throws IOException {
        List<StoredObject> others = new ArrayList<>();
        for (StoredObject object : objects) {
            if (!own.contains(object.oid(), object.size())) {
                others.add(object);
            }
        }
        under.require(others);
    }

    @Override
    public FileChannel open(Sha256 oid, long size) throws IOException {
        return own.contains(oid, size) ? own.open(oid, size) : under.open(oid, size);
    }

    @Override
    public ObjectWriter create() throws IOException {
        return own.create();
    }

    @Override
    public void sync() throws IOException {
        own.sync();
    }
}
