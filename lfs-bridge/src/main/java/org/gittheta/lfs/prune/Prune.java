// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.prune;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gittheta.lfs.history.FoundStub;
import org.gittheta.lfs.history.Reachable;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.lfs.history.StubWalk;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.KeptObjects;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.ParameterEntry;

/**
 * Finds and deletes the objects of a clone that nothing reachable needs and that nobody has used since some time.
 *
 * <p>Whether there is another copy is for the caller to find out, see {@link Copies}.
 */
public final class Prune {
    /** Objects that are deleted under one lock: an add waits no longer than that. */
    private static final int BATCH = 256;

    private final Git git;
    private final Path commonDirectory;
    private final KeptObjects store;
    private final Instant unusedSince;

    /**
     * Takes what it works with.
     *
     * @param git git, in the repository
     * @param commonDirectory the directory that all worktrees share
     * @param store the clone's objects
     * @param unusedSince what was written or used later stays: an add that runs now may be about to refer to it
     */
    public Prune(Git git, Path commonDirectory, KeptObjects store, Instant unusedSince) {
        this.git = git;
        this.commonDirectory = commonDirectory;
        this.store = store;
        this.unusedSince = unusedSince;
    }

    /**
     * Says what nothing needs.
     *
     * @param old what has not been used for long enough
     * @param recent what has
     */
    public record Unneeded(Set<StoredObject> old, Set<StoredObject> recent) {}

    /**
     * Finds the objects that nothing reachable needs.
     *
     * @throws org.gittheta.storage.stub.StubFormatException if nobody knows what a stub needs
     */
    public Unneeded find() throws IOException {
        List<KeptObjects.Kept> all = new ArrayList<>();
        store.forEach(all::add);
        Set<StoredObject> old = new LinkedHashSet<>();
        Set<StoredObject> recent = new LinkedHashSet<>();
        if (!all.isEmpty()) {
            // After the list: what is added meanwhile is not in it.
            NeededObjects needed = new NeededObjects(git);
            new StubWalk(git).reachable(Reachable.revisions(git, commonDirectory), needed);
            for (KeptObjects.Kept kept : all) {
                if (!needed.has(kept.object())) {
                    (kept.used().isAfter(unusedSince) ? recent : old).add(kept.object());
                }
            }
        }
        return new Unneeded(old, recent);
    }

    /** Deletes objects, except for those that were used meanwhile, and returns those that are gone. */
    public Set<StoredObject> delete(Collection<StoredObject> objects) throws IOException {
        List<StoredObject> order = List.copyOf(objects);
        Set<StoredObject> deleted = new LinkedHashSet<>();
        for (int from = 0; from < order.size(); from += BATCH) {
            deleted.addAll(store.delete(order.subList(from, Math.min(from + BATCH, order.size())), unusedSince));
        }
        return deleted;
    }

    /** Returns the names of the parameters that objects have in stubs which git has not thrown away yet. */
    public Map<StoredObject, Set<String>> names(Collection<StoredObject> objects) throws IOException {
        Map<Sha256, Set<String>> names = new HashMap<>();
        Map<StoredObject, Set<String>> byObject = new HashMap<>();
        for (StoredObject object : objects) {
            byObject.put(object, names.computeIfAbsent(object.oid(), oid -> new TreeSet<>()));
        }
        if (names.isEmpty()) {
            return byObject;
        }
        new StubWalk(git).everything(new StubVisitor() {
            @Override
            public void visit(FoundStub found) {
                found.stub().frame().encoding().allSlices().forEach(slice -> add(slice.oid(), "the frame"));
                for (ParameterEntry parameter : found.stub().parameters()) {
                    parameter
                            .encoding()
                            .allSlices()
                            .forEach(slice -> add(slice.oid(), parameter.name().escaped()));
                }
            }

            private void add(Sha256 oid, String name) {
                Set<String> of = names.get(oid);
                if (of != null) {
                    of.add(name);
                }
            }

            @Override
            public void damaged(String blob, String path, String reason) {
                // It may name them, too, but no name is better than a guess.
            }
        });
        return byObject;
    }
}
