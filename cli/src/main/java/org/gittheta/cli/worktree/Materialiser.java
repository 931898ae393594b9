// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.checkout.IndexUpdate;
import org.gittheta.cli.repository.GitStatus;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.storage.index.FreshFile;

/** Puts the checkpoints of a new worktree in the place of its stubs. */
public final class Materialiser {
    private final CommandContext context;

    /** Takes the world as it is seen in the new worktree. */
    public Materialiser(CommandContext context) {
        this.context = context;
    }

    /**
     * Writes all of them: as clones of the files of another worktree where the file system can share their blocks, and
     * from the store else.
     *
     * @param sibling the world as it is seen in a worktree that may have the same checkpoints
     * @return the exit code: 0 if all are there
     */
    public int fill(CommandContext sibling, boolean quiet) throws IOException {
        Worktree worktree = Worktree.of(context);
        List<TrackedFile> files = new TrackedFiles(context.git(), worktree.prefix())
                .inIndex(List.of())
                .checkpoints();
        if (files.isEmpty()) {
            return 0;
        }
        share(sibling, worktree, files);
        CheckoutRun run = new CheckoutRun(context, worktree, quiet);
        return run.report(run.checkout().fill(files), java.util.Optional.empty());
    }

    private void share(CommandContext sibling, Worktree worktree, List<TrackedFile> files) throws IOException {
        Map<String, String> there = new HashMap<>();
        TrackedFiles tracked = new TrackedFiles(sibling.git(), "");
        tracked.inIndex(List.of()).checkpoints().forEach(file -> there.put(file.path(), file.oid()));
        Set<String> changed =
                new HashSet<>(GitStatus.of(sibling.git(), List.of()).keySet());
        BlockClone clone = new BlockClone(context.git(), worktree.top());
        List<FreshFile> fresh = new ArrayList<>();
        for (TrackedFile file : files) {
            if (file.oid().equals(there.get(file.path())) && !changed.contains(file.path())) {
                BlockClone.Outcome outcome = clone.make(sibling.directory().resolve(file.path()), file);
                if (outcome.isUnsupported()) {
                    break;
                }
                outcome.file().ifPresent(fresh::add);
            }
        }
        new IndexUpdate(context, worktree).refresh(files, fresh);
    }
}
