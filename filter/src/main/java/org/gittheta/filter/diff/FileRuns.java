// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.StoredObject;

/** Serves files as if they were objects, each under the key of its {@link CheckpointFile}; writes nothing. */
public final class FileRuns implements ObjectStore {
    private final Map<Sha256, Path> files;

    /** Takes the files by their keys. */
    public FileRuns(Map<Sha256, Path> files) {
        this.files = Map.copyOf(files);
    }

    @Override
    public boolean contains(Sha256 oid, long size) {
        return files.containsKey(oid);
    }

    @Override
    public void require(Collection<StoredObject> objects) throws IOException {
        for (StoredObject object : objects) {
            if (!files.containsKey(object.oid())) {
                throw new MissingObjectsException(List.of(object.oid()));
            }
        }
    }

    @Override
    public FileChannel open(Sha256 oid, long size) throws IOException {
        Path file = files.get(oid);
        if (file == null) {
            throw new MissingObjectsException(List.of(oid));
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public ObjectWriter create() {
        throw new UnsupportedOperationException("files are only read");
    }

    @Override
    public void sync() {}
}
