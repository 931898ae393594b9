// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.lfs.GitLfs;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.lfs.pointer.PointerCommit;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;

/**
 * Downloads objects through git-lfs: with its authentication, transfers and settings, eight at once.
 *
 * <p>git-lfs fetches what the pointers of a commit name. So a commit of pointers is written into an object directory
 * that is thrown away afterwards, where no garbage collection meets it. What git-lfs says of its success is not
 * believed: every object is looked for. Its hash is not made again: git-lfs compares it before an object gets its name,
 * with whatever transfer, and whoever decodes the object compares the hashes of the parameters in it.
 */
public final class Download {
    private final Git git;
    private final FileObjectStore store;
    private final boolean shown;

    /**
     * Takes what it works with.
     *
     * @param git git, in the repository
     * @param store where objects come to
     * @param shown whether a person sees standard error: git-lfs shows its progress there
     */
    public Download(Git git, FileObjectStore store, boolean shown) {
        this.git = git;
        this.store = store;
        this.shown = shown;
    }

    /**
     * Says what came of a download.
     *
     * @param missing the objects that are still missing, each once
     * @param reason why, and what to do; empty if none is missing
     */
    public record Result(Set<StoredObject> missing, String reason) {}

    /** Downloads those of the objects that are not here, asking one remote after the other until all are. */
    public Result fetch(List<String> remotes, Collection<StoredObject> objects) throws IOException {
        return fetch(remotes, store.absent(objects), this::stillMissing);
    }

    /**
     * Downloads objects of Git LFS itself in the same way, for git-lfs to keep or to prune.
     */
    public Result fetchForGitLfs(List<String> remotes, Set<StoredObject> objects) throws IOException {
        return fetch(remotes, objects, store::missing);
    }

    private Result fetch(List<String> remotes, Set<StoredObject> wanted, Arrival arrival) throws IOException {
        Set<StoredObject> missing = wanted;
        if (missing.isEmpty()) {
            return new Result(Set.of(), "");
        }
        if (GitLfs.find(git).isEmpty()) {
            return new Result(
                    missing,
                    "git-lfs, which downloads objects, is not installed: install git-lfs " + GitLfs.OLDEST
                            + " or newer, then run 'git theta pull'");
        }
        if (remotes.isEmpty()) {
            return new Result(missing, "this repository has no remote to download from: add one with 'git remote add'");
        }
        List<String> reasons = new ArrayList<>();
        for (String remote : remotes) {
            Optional<String> fault = fetch(remote, missing);
            missing = arrival.missing(missing);
            if (missing.isEmpty()) {
                return new Result(Set.of(), "");
            }
            reasons.add(fault.orElse(GitLfsAnswer.shown(remote) + " does not have it"));
        }
        return new Result(missing, String.join("; ", reasons));
    }

    private Optional<String> fetch(String remote, Set<StoredObject> objects) throws IOException {
        Path aside = store.temporary().createFolder("fetch");
        try {
            Path own = git.directory()
                    .resolve(git.run("rev-parse", "--git-path", "objects").line());
            Git with = git.finding()
                    .with("GIT_OBJECT_DIRECTORY", aside.toString())
                    .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted(own.toString()));
            String commit = new PointerCommit(with).write(Optional.empty(), objects);
            Git.Output output = with.transfer(
                    shown,
                    new byte[0],
                    "-c",
                    "lfs.fetchinclude=",
                    "-c",
                    "lfs.fetchexclude=",
                    "-c",
                    "lfs.fetchrecentalways=false",
                    "lfs",
                    "fetch",
                    remote,
                    commit);
            return output.exitCode() == 0
                    ? Optional.empty()
                    : Optional.of(GitLfsAnswer.sentence("downloading from", remote, output.errors()));
        } finally {
            TemporaryFiles.deleteTree(aside);
        }
    }

    private Set<StoredObject> stillMissing(Set<StoredObject> objects) throws IOException {
        Set<StoredObject> missing = new LinkedHashSet<>();
        for (StoredObject object : objects) {
            if (!store.admit(object)) {
                missing.add(object);
            }
        }
        store.sync();
        return missing;
    }

    /** Looks what of a download has not come. */
    private interface Arrival {
        Set<StoredObject> missing(Set<StoredObject> objects) throws IOException;
    }

    /** Quotes a path as git reads lists of paths: it could hold a colon. */
    private static String quoted(String path) {
        return "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
