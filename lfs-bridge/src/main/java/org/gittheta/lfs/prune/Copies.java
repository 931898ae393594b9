// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.prune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.lfs.push.PushException;
import org.gittheta.lfs.push.PushedObjects;
import org.gittheta.lfs.remote.RemoteFaultException;
import org.gittheta.lfs.remote.RemoteObjects;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/** Finds out which objects have another copy, on a remote. */
public final class Copies {
    private final Git git;
    private final Path lfs;
    private final Optional<String> pointerRef;

    /**
     * Takes what it works with.
     *
     * @param git git, in the repository
     * @param lfs git-lfs's directory of this clone: what a remote has in the same is no copy
     * @param pointerRef the name of the ref of pointers, if it is used
     */
    public Copies(Git git, Path lfs, Optional<String> pointerRef) {
        this.git = git;
        this.lfs = lfs;
        this.pointerRef = pointerRef;
    }

    /**
     * Says what the remotes said.
     *
     * @param held the objects that at least one remote has
     * @param faults a sentence for each remote that could not be asked
     */
    public record Answer(Set<StoredObject> held, List<String> faults) {}

    /**
     * Asks all remotes.
     *
     * @param isVerified whether to ask the Git LFS servers about each object; otherwise what the remotes' refs of
     *     pointers name counts as held
     */
    public Answer find(Collection<StoredObject> objects, boolean isVerified) throws IOException {
        Set<StoredObject> left = new LinkedHashSet<>(objects);
        Set<StoredObject> held = new LinkedHashSet<>();
        List<String> faults = new ArrayList<>();
        if (!isVerified && pointerRef.isEmpty()) {
            faults.add("theta.pointerRef is off, so that no remote says what was pushed to it:"
                    + " --verify-remote asks for each object");
            return new Answer(held, faults);
        }
        RemoteObjects remotes = new RemoteObjects(git);
        for (String remote : Remotes.inOrder(git)) {
            if (left.isEmpty()) {
                break;
            }
            try {
                if (!remotes.isSameStore(remote, lfs)) {
                    Set<StoredObject> there = isVerified
                            ? remotes.held(remote, left)
                            : new PushedObjects(git, pointerRef.get()).named(remote, left);
                    held.addAll(there);
                    left.removeAll(there);
                }
            } catch (RemoteFaultException | PushException e) {
                faults.add(remote + ": " + e.getMessage());
            }
        }
        return new Answer(held, faults);
    }
}
