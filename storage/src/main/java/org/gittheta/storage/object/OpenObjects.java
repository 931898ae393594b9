// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gittheta.storage.digest.Sha256;

/** Holds the most recently used objects open, since many small parameters lie in one; for one thread. */
public final class OpenObjects implements Closeable {
    private static final int MOST = 16;

    private final ObjectStore store;
    private final Map<Sha256, FileChannel> open = new LinkedHashMap<>(MOST, 0.75f, true);

    /** Takes the store. */
    public OpenObjects(ObjectStore store) {
        this.store = store;
    }

    /** Returns the open object that a run lies in; it stays open until some others were asked for. */
    FileChannel channel(Slice run) throws IOException {
        FileChannel channel = open.get(run.oid());
        if (channel == null) {
            if (open.size() == MOST) {
                Sha256 eldest = open.keySet().iterator().next();
                open.remove(eldest).close();
            }
            channel = store.open(run.oid(), run.objectSize());
            open.put(run.oid(), channel);
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
