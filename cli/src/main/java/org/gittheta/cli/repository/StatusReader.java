// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.repository.CheckpointStatus.State;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/**
 * Finds out how every checkpoint stands.
 *
 * @param git git, run in the working directory
 * @param worktree the worktree
 * @param store where objects are looked for; nothing is fetched
 */
public record StatusReader(Git git, Worktree worktree, ObjectStore store) {
    /** Returns the checkpoints that the pathspecs match, ordered by path. */
    public List<CheckpointStatus> read(List<String> pathspecs) throws IOException {
        TrackedFiles tracked = new TrackedFiles(git, worktree.prefix());
        Map<String, TrackedFile> files = new LinkedHashMap<>();
        tracked.inIndex(pathspecs).checkpoints().forEach(file -> files.putIfAbsent(file.path(), file));
        Map<String, GitStatus> changed = GitStatus.of(git, pathspecs);
        Set<String> gone = tracked.tracked(changed.values().stream()
                .filter(status -> status.staged() == 'D')
                .map(GitStatus::path)
                .toList());
        List<CheckpointStatus> result = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(git)) {
            for (TrackedFile file : files.values()) {
                result.add(status(file, Optional.ofNullable(changed.get(file.path())), blobs));
            }
            for (String path : gone) {
                if (!files.containsKey(path)) {
                    result.add(
                            new CheckpointStatus(path, Set.of(State.STAGED), Optional.of('D'), Optional.empty(), 0, 0));
                }
            }
        }
        result.sort(Comparator.comparing(CheckpointStatus::path));
        return result;
    }

    private CheckpointStatus status(TrackedFile file, Optional<GitStatus> git, BlobReader blobs) throws IOException {
        Set<State> states = EnumSet.noneOf(State.class);
        BlobContent working =
                WorkingFile.read(worktree.top().resolve(file.path()), file.oid().length());
        if (working instanceof BlobContent.Stubbed) {
            states.add(State.STUB);
        }
        if (file.stage() != 0 || git.filter(GitStatus::conflict).isPresent()) {
            states.add(State.CONFLICT);
            if (working instanceof BlobContent.Damaged) {
                states.add(State.STUB); // with git's markers in it
            }
            return new CheckpointStatus(file.path(), states, Optional.empty(), Optional.empty(), 0, 0);
        }
        char unstaged = git.map(GitStatus::unstaged).orElse('.');
        if (unstaged == 'D') {
            states.add(State.DELETED);
        } else if (unstaged != '.') {
            states.add(State.MODIFIED);
        }
        BlobContent index = blobs.read(file.oid());
        Optional<Character> staged = git.map(GitStatus::staged).filter(letter -> letter != '.');
        Optional<StubChanges> changes = Optional.empty();
        if (staged.isPresent()) {
            states.add(State.STAGED);
            if (staged.get() != 'A') {
                BlobContent head = blobs.read(git.get().headOid());
                if (head instanceof BlobContent.Stubbed before && index instanceof BlobContent.Stubbed after) {
                    changes = Optional.of(StubChanges.between(before.stub(), after.stub()));
                }
            }
        }
        if (isRaw(index)) {
            states.add(State.RAW);
        }
        List<StoredObject> missing = index instanceof BlobContent.Stubbed stubbed ? missing(stubbed.stub()) : List.of();
        if (!missing.isEmpty()) {
            states.add(State.MISSING_OBJECTS);
        }
        return new CheckpointStatus(
                file.path(),
                states,
                staged,
                changes,
                missing.size(),
                missing.stream().mapToLong(StoredObject::size).sum());
    }

    private static boolean isRaw(BlobContent content) {
        return (content instanceof BlobContent.Raw raw && raw.size() > 0) || content instanceof BlobContent.Damaged;
    }

    private List<StoredObject> missing(Stub stub) throws IOException {
        List<StoredObject> missing = new ArrayList<>();
        for (StoredObject object : stub.objects()) {
            if (!store.contains(object.oid(), object.size())) {
                missing.add(object);
            }
        }
        return missing;
    }
}
