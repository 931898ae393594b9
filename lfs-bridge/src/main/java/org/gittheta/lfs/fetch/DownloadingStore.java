// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/** Is the repository's store, and downloads what is required and not here, all of it at once. */
public final class DownloadingStore implements ObjectStore {
    private final FileObjectStore local;
    private final Git git;
    private final Download download;

    /** Takes the store of this clone and what fills it. */
    public DownloadingStore(FileObjectStore local, Git git, Download download) {
        this.local = local;
        this.git = git;
        this.download = download;
    }

    @Override
    public void require(Collection<StoredObject> objects) throws IOException {
        if (local.absent(objects).isEmpty()) {
            return;
        }
        Download.Result result = download.fetch(Remotes.inOrder(git), objects);
        if (!result.missing().isEmpty()) {
            refuse(result);
        }
    }

    /** What is here with another size is not missing but damaged, and reading it says so. */
    private void refuse(Download.Result result) throws IOException {
        Set<StoredObject> lacking = result.missing();
        try {
            local.require(lacking);
        } catch (MissingObjectsException e) {
            List<Sha256> oids = e.missing();
            throw new MissingObjectsException(oids, result.reason());
        }
    }

    @Override
    public boolean contains(Sha256 oid, long size) throws IOException {
        return local.contains(oid, size);
    }

    @Override
    public FileChannel open(Sha256 oid, long size) throws IOException {
        return local.open(oid, size);
    }

    @Override
    public ObjectWriter create() throws IOException {
        return local.create();
    }

    @Override
    public void sync() throws IOException {
        local.sync();
    }
}
