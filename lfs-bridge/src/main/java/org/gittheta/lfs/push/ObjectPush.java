// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gittheta.lfs.GitLfs;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.lfs.history.ObjectUsers;
import org.gittheta.lfs.history.StubWalk;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/**
 * Brings the objects of stubs to a remote: before git pushes the refs, so that no ref ever names a stub whose objects
 * the remote lacks.
 *
 * <p>First the objects go, through git-lfs, which asks the server what it has already; then the ref of pointers.
 */
public final class ObjectPush {
    private final Git git;
    private final FileObjectStore store;
    private final Optional<String> pointerRef;
    private final boolean shown;

    /**
     * Takes what it works with.
     *
     * @param git git, in the repository
     * @param store where the objects are
     * @param pointerRef the name of the ref of pointers, or nothing to do without
     * @param shown whether a person sees standard error: git-lfs shows its progress there
     */
    public ObjectPush(Git git, FileObjectStore store, Optional<String> pointerRef, boolean shown) {
        this.git = git;
        this.store = store;
        this.pointerRef = pointerRef;
        this.shown = shown;
    }

    /**
     * Pushes what a push of refs needs: git's pre-push hook.
     *
     * @param remote the name of the remote, or its URL
     * @param updates what git is about to push
     * @throws PushException if an object did not get there, or the push would delete the ref of pointers
     */
    public void beforeRefs(String remote, List<RefUpdate> updates) throws IOException {
        List<String> tips = new ArrayList<>();
        for (RefUpdate update : updates) {
            if (!update.isDeletion()) {
                tips.add(update.localOid());
            } else if (pointerRef.filter(update.remoteRef()::equals).isPresent()) {
                throw new PushException("this push would delete " + update.remoteRef()
                        + ", which keeps the server from collecting checkpoints: push the refs you mean by name");
            }
        }
        if (!tips.isEmpty()) {
            push(remote, tips);
        }
    }

    /** Pushes the objects of every stub that is reachable from some revisions and not from the remote's refs. */
    public void push(String remote, List<String> revisions) throws IOException {
        RemoteRefs refs = RemoteRefs.of(git, remote);
        List<String> range = new ArrayList<>(revisions);
        range.addAll(refs.exclusions(git));
        push(remote, refs, users(range), false);
    }

    /** Pushes the objects of every stub that is reachable from some revisions, whatever the remote's refs say. */
    public void pushAll(String remote, List<String> revisions) throws IOException {
        push(remote, RemoteRefs.of(git, remote), users(revisions), true);
    }

    /** Finds the objects of every stub in a push of some revisions, with what needs them. */
    public ObjectUsers pending(String remote, List<String> revisions) throws IOException {
        List<String> range = new ArrayList<>(revisions);
        range.addAll(RemoteRefs.of(git, remote).exclusions(git));
        return users(range);
    }

    private ObjectUsers users(List<String> range) throws IOException {
        ObjectUsers users = new ObjectUsers();
        new StubWalk(git).reachable(range, users);
        return users;
    }

    private void push(String remote, RemoteRefs refs, ObjectUsers users, boolean everything) throws IOException {
        if (users.objects().isEmpty()) {
            return;
        }
        Optional<PointerRef> pointers =
                pointerRef.isEmpty() ? Optional.empty() : Optional.of(new PointerRef(git, remote, pointerRef.get()));
        Collection<StoredObject> asked = everything || pointers.isEmpty()
                ? users.objects()
                : pointers.get().unnamed(refs, users.objects());
        Set<StoredObject> here = new LinkedHashSet<>();
        Set<StoredObject> absent = new LinkedHashSet<>();
        for (StoredObject object : asked) {
            (store.expose(object) ? here : absent).add(object);
        }
        if (!absent.isEmpty()) {
            here.addAll(fetched(remote, refs, absent, users));
        }
        upload(remote, here, users);
        if (pointers.isPresent()) {
            pointers.get().add(refs, users.objects());
        }
    }

    /**
     * Gets objects that this clone lacks, unless the remote has them by the stubs that its refs name: from whoever has
     * them, so that they can go where they are needed.
     *
     * @return those that have to be uploaded
     */
    private Set<StoredObject> fetched(String remote, RemoteRefs refs, Set<StoredObject> absent, ObjectUsers users)
            throws IOException {
        Set<StoredObject> wanted = new LinkedHashSet<>(absent);
        List<String> theirs =
                refs.exclusions(git).stream().map(id -> id.substring(1)).toList();
        if (!theirs.isEmpty()) {
            wanted.removeAll(users(theirs).objects());
        }
        if (wanted.isEmpty()) {
            return wanted;
        }
        List<String> remotes = new ArrayList<>(List.of(remote));
        Remotes.inOrder(git).stream().filter(name -> !name.equals(remote)).forEach(remotes::add);
        Download.Result result = new Download(git, store, shown).fetch(remotes, wanted);
        if (!result.missing().isEmpty()) {
            throw new PushException("neither this clone nor the remote has " + users.describe(result.missing())
                    + ": copy the lfs folder of a clone that has it into this one's git directory, then push again ("
                    + result.reason() + ")");
        }
        return wanted;
    }

    private void upload(String remote, Set<StoredObject> objects, ObjectUsers users) throws IOException {
        if (objects.isEmpty()) {
            return;
        }
        Optional<GitLfs> program = GitLfs.find(git);
        if (program.isEmpty() || !program.get().canPushObjects()) {
            throw new PushException((program.isEmpty() ? "git-lfs is not installed" : "git-lfs is too old")
                    + ", and the objects of checkpoints cannot be uploaded without: install git-lfs " + GitLfs.OLDEST
                    + " or newer, then push again");
        }
        String ids = objects.stream().map(object -> object.oid() + "\n").collect(Collectors.joining());
        Git.Output output = git.finding()
                .transfer(
                        shown,
                        ids.getBytes(StandardCharsets.US_ASCII),
                        "lfs",
                        "push",
                        "--object-id",
                        remote,
                        "--stdin");
        // On 422 git-lfs says that uploading failed, and exits with 0.
        if (output.exitCode() != 0 || output.errors().contains("Uploading failed")) {
            String about = GitLfsAnswer.objects(output.errors()).stream()
                    .findFirst()
                    .map(users::describe)
                    .orElseGet(() -> users.describe(objects));
            throw new PushException(GitLfsAnswer.sentence("uploading " + about + " to", remote, output.errors())
                    + "; nothing was pushed, push again when this is mended");
        }
    }
}
