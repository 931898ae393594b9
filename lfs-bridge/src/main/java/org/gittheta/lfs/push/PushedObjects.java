// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/** Tells which objects a remote's ref of pointers names: each was uploaded there before its pointer was. */
public final class PushedObjects {
    private final Git git;
    private final String ref;

    /**
     * Takes what it works with.
     *
     * @param git git, in the repository
     * @param ref the name of the ref of pointers
     */
    public PushedObjects(Git git, String ref) {
        this.git = git;
        this.ref = ref;
    }

    /**
     * Returns those of some objects that the ref names at this moment.
     *
     * @throws PushException if the remote cannot be asked
     */
    public Set<StoredObject> named(String remote, Collection<StoredObject> objects) throws IOException {
        Set<StoredObject> named = new LinkedHashSet<>(objects);
        RemoteRefs refs = RemoteRefs.of(git, remote);
        new PointerRef(git, remote, ref).unnamed(refs, objects).forEach(named::remove);
        return named;
    }
}
