// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.lfs.pointer.PointerCommit;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.GitException;

/**
 * Keeps a ref on the remote whose tree has a pointer for every object that was pushed: servers that collect the Git LFS
 * objects which no pointer names then keep ours.
 *
 * <p>The ref is only ever added to. When another clone was faster, its pointers are fetched and ours are added to them.
 * {@code refs/theta/remotes/REMOTE/pointers} remembers here what the remote was seen to have; {@code pending} beside it
 * names what is being pushed.
 */
final class PointerRef {
    private static final int TRIES = 8;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final Git git;
    private final String remote;
    private final String ref;
    private final String tracking;
    private final String pending;

    PointerRef(Git git, String remote, String ref) throws IOException {
        this.git = git;
        this.remote = remote;
        this.ref = ref;
        boolean named = git.run("remote").text().lines().anyMatch(remote::equals);
        String name = named
                ? remote
                : "url-"
                        + Sha256Digest.of(remote.getBytes(StandardCharsets.UTF_8))
                                .toString()
                                .substring(0, 16);
        tracking = "refs/theta/remotes/" + name + "/pointers";
        pending = "refs/theta/remotes/" + name + "/pending";
    }

    /** Returns those of the objects that the remote's ref does not name yet. */
    List<StoredObject> unnamed(RemoteRefs refs, Collection<StoredObject> objects) throws IOException {
        Optional<String> tip = tip(refs);
        if (tip.isEmpty() || objects.isEmpty()) {
            return List.copyOf(objects);
        }
        StringBuilder question = new StringBuilder();
        objects.forEach(object -> question.append(tip.get())
                .append(':')
                .append(PointerCommit.path(object))
                .append('\n'));
        List<String> answers = git.run(
                        question.toString().getBytes(StandardCharsets.US_ASCII),
                        "cat-file",
                        "--batch-check",
                        "--buffer")
                .text()
                .lines()
                .toList();
        List<StoredObject> unnamed = new ArrayList<>();
        int at = 0;
        for (StoredObject object : objects) {
            if (answers.get(at++).endsWith(" missing")) {
                unnamed.add(object);
            }
        }
        return unnamed;
    }

    /** Adds the objects to the remote's ref. */
    void add(RemoteRefs seen, Collection<StoredObject> objects) throws IOException {
        RemoteRefs refs = seen;
        for (int attempt = 1; ; attempt++) {
            List<StoredObject> fresh = unnamed(refs, objects);
            if (fresh.isEmpty()) {
                return;
            }
            Optional<String> before = tip(refs);
            String commit;
            try {
                commit = new PointerCommit(git).write(pending, before, fresh, attempt);
            } catch (GitException e) {
                // A 'git gc --prune=now' at the same moment deletes the pack that is being written.
                if (attempt == TRIES) {
                    throw e;
                }
                pause();
                continue;
            }
            Git.Output output = git.attempt(new byte[0], "push", "--no-verify", "--quiet", remote, commit + ":" + ref);
            if (output.exitCode() == 0) {
                git.run("update-ref", tracking, commit);
                // Unless another push here is at it.
                git.attempt(new byte[0], "update-ref", "-d", pending, commit);
                return;
            }
            refs = RemoteRefs.of(git, remote);
            boolean isRefused = refs.find(ref).equals(before) && !isRace(output.errors());
            if (isRefused || attempt == TRIES) {
                throw new PushException(GitLfsAnswer.sentence("pushing " + ref + " to", remote, output.errors())
                        + ": a server without it may collect objects; 'git config theta.pointerRef off' does without");
            }
            pause();
        }
    }

    private static boolean isRace(String errors) {
        return errors.contains("cannot lock ref") || errors.contains("failed to update ref");
    }

    /** Returns the commit that the remote's ref has, which is here then. */
    private Optional<String> tip(RemoteRefs refs) throws IOException {
        Optional<String> there = refs.find(ref);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Git.Output here = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", tracking);
        if (here.exitCode() != 0 || !here.line().equals(there.get())) {
            Git.Output fetched = git.attempt(
                    new byte[0],
                    "fetch",
                    "--quiet",
                    "--no-tags",
                    "--no-write-fetch-head",
                    "--no-recurse-submodules",
                    "--no-filter",
                    remote,
                    "+" + ref + ":" + tracking);
            if (fetched.exitCode() != 0) {
                throw new PushException(GitLfsAnswer.sentence("fetching " + ref + " from", remote, fetched.errors()));
            }
            return Optional.of(git.run("rev-parse", "--verify", tracking).line());
        }
        return there;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a pause was made for another process");
        }
    }
}
