// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.storage.repository.Git;

/**
 * Lists the files of a workspace: those of the working-copy commit, and those that are new and not ignored.
 *
 * @param context the world in which git's index has the working-copy commit's files
 * @param paths all of them, from the top
 * @param added those of them that are new
 * @param checkpoints those that attributes hand to git theta
 */
public record JjFiles(CommandContext context, Set<String> paths, Set<String> added, List<JjCheckpoint> checkpoints) {
    /** Looks at all of them, and at nothing of their content but whether it is a stub. */
    public static JjFiles of(JjWorkspace workspace) throws IOException {
        String commit = workspace.commit("@");
        CommandContext context = workspace.at(commit);
        Git git = context.elsewhere(workspace.top()).git();
        for (String variable : List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")) {
            git = git.with(variable, context.environment().get(variable));
        }
        TrackedFiles tracked = new TrackedFiles(git, "");
        TrackedFiles.Listing listing = tracked.inIndex(List.of());
        Map<String, TrackedFile> committed = new HashMap<>();
        listing.checkpoints().forEach(file -> committed.put(file.path(), file));
        List<String> added = git.run("ls-files", "-o", "--exclude-standard", "-z", "--", ".", ":(exclude).jj")
                .parts();
        Set<String> paths = new TreeSet<>(added);
        paths.addAll(committed.keySet());
        listing.others().forEach(file -> paths.add(file.path()));
        Set<String> checkpoints = new TreeSet<>(tracked.tracked(added));
        checkpoints.addAll(committed.keySet());
        SparsePatterns sparse = workspace.sparse();
        List<JjCheckpoint> result = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(git)) {
            for (String path : checkpoints) {
                TrackedFile file = committed.get(path);
                BlobContent here = WorkingFile.read(workspace.top().resolve(path), commit.length());
                if (here instanceof BlobContent.Raw raw && raw.size() == 0) {
                    continue; // An empty file or a link: no checkpoint, and jj may have it as it is.
                }
                result.add(new JjCheckpoint(
                        path,
                        file == null ? "" : file.oid(),
                        file == null ? new BlobContent.Missing() : blobs.read(file.oid()),
                        here,
                        sparse.cover(path)));
            }
        }
        return new JjFiles(context, paths, Set.copyOf(added), List.copyOf(result));
    }

    /** Returns what jj is to look at: what it does, and files that are new, but no checkpoint. */
    public SparsePatterns patterns(SparsePatterns now) {
        Set<String> prefixes = new TreeSet<>(now.prefixes());
        added.stream().filter(path -> !now.cover(path)).forEach(prefixes::add);
        return new SparsePatterns(List.copyOf(prefixes))
                .without(paths, checkpoints.stream().map(JjCheckpoint::path).collect(Collectors.toSet()));
    }
}
