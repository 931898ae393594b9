// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ManyWayMerge;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/**
 * Holds a checkpoint as the sides of a merge have it in their commits.
 *
 * @param path its path from the top of the worktree
 * @param base what they come from; nothing if it was not there
 * @param sides what each side has, ours first; nothing where it is not
 */
public record MergeSides(String path, Optional<TrackedFile> base, List<Optional<TrackedFile>> sides) {
    /** Copies the list. */
    public MergeSides {
        sides = List.copyOf(sides);
    }

    /** Reads the checkpoints of all sides, ordered by path. */
    public static List<MergeSides> read(Git git, Worktree worktree, String base, List<String> sides)
            throws IOException {
        TrackedFiles tracked = new TrackedFiles(git, worktree.prefix());
        Map<String, TrackedFile> before = byPath(tracked.inTree(base, List.of()));
        Set<String> paths = new TreeSet<>(before.keySet());
        List<Map<String, TrackedFile>> all = new ArrayList<>();
        for (String side : sides) {
            all.add(byPath(tracked.inTree(side, List.of())));
            paths.addAll(all.get(all.size() - 1).keySet());
        }
        return paths.stream()
                .map(path -> new MergeSides(
                        path,
                        Optional.ofNullable(before.get(path)),
                        all.stream()
                                .map(files -> Optional.ofNullable(files.get(path)))
                                .toList()))
                .toList();
    }

    private static Map<String, TrackedFile> byPath(TrackedFiles.Listing listing) {
        Map<String, TrackedFile> files = new HashMap<>();
        listing.checkpoints().forEach(file -> files.put(file.path(), file));
        return files;
    }

    private static Optional<String> oid(Optional<TrackedFile> file) {
        return file.map(TrackedFile::oid);
    }

    /** Returns the versions that are not that of the base, ours first. */
    private List<Optional<TrackedFile>> changed() {
        Set<Optional<String>> seen = new HashSet<>(Set.of(oid(base)));
        return sides.stream().filter(side -> seen.add(oid(side))).toList();
    }

    /** Tells whether sides changed it differently. */
    public boolean isMerged() {
        return changed().size() > 1;
    }

    /** Returns what a merge takes where sides did not change it differently; nothing if it is gone then. */
    public Optional<TrackedFile> taken() {
        return changed().isEmpty() ? base : changed().get(0);
    }

    /** Returns the entry whose mode the result has. */
    public TrackedFile entry() {
        return sides.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    }

    /**
     * Reads the stubs.
     *
     * @throws CommandException if a side has removed the file, or has it without a stub
     */
    public ManyWayMerge merge(BlobReader blobs) throws IOException {
        List<Stub> stubs = new ArrayList<>();
        for (Optional<TrackedFile> side : sides) {
            stubs.add(stub(side, blobs));
        }
        return new ManyWayMerge(base.isPresent() ? Optional.of(stub(base, blobs)) : Optional.empty(), stubs);
    }

    private Stub stub(Optional<TrackedFile> side, BlobReader blobs) throws IOException {
        if (side.isEmpty()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    path + " was removed on one side and changed on another: merge them one at a time");
        }
        if (blobs.read(side.get().oid()) instanceof BlobContent.Stubbed stubbed) {
            return stubbed.stub();
        }
        throw new CommandException(
                ExitCode.NEGATIVE,
                path + " was committed without git theta's filter on one side, so its parameters cannot be told apart;"
                        + " run git add --renormalize there");
    }
}
