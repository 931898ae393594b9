// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one payload into as many objects as the largest object size makes necessary; for one thread. */
public final class PayloadWriter implements Closeable {
    private final ObjectStore store;
    private final long largest;
    private final List<Slice> done = new ArrayList<>(1);
    private ObjectWriter current;

    /** Takes the store and the largest size of an object in bytes. */
    public PayloadWriter(ObjectStore store, long largest) {
        if (largest < 1) {
            throw new IllegalArgumentException("an object needs at least one byte");
        }
        this.store = store;
        this.largest = largest;
    }

    /** Appends bytes to the payload. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (current == null) {
                current = store.create();
            }
            int part = (int) Math.min(left, largest - current.size());
            current.write(bytes, at, part);
            at += part;
            left -= part;
            if (current.size() == largest) {
                commit();
            }
        }
    }

    /** Commits the objects and returns the runs that make up the payload, in order. */
    public List<Slice> finish() throws IOException {
        if (current != null) {
            commit();
        }
        return List.copyOf(done);
    }

    private void commit() throws IOException {
        done.add(current.commit());
        current.close();
        current = null;
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
