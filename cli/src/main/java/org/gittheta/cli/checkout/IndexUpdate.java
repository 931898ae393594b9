// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.index.IndexFile;
import org.gittheta.storage.index.IndexLockedException;

/** Brings the index in line with working files that were just written. */
public final class IndexUpdate {
    private final CommandContext context;
    private final Worktree worktree;

    /** Takes the world and the worktree. */
    public IndexUpdate(CommandContext context, Worktree worktree) {
        this.context = context;
        this.worktree = worktree;
    }

    /** Puts other blobs into the index, as {@code git checkout REV -- PATH} does. */
    public void stage(List<TrackedFile> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (TrackedFile file : files) {
            String line = file.mode() + " " + file.oid() + " 0\t" + file.path();
            input.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            input.write(0);
        }
        context.git().run(input.toByteArray(), "update-index", "--add", "--replace", "-z", "--index-info");
    }

    /**
     * Lets git know that the files are what the index says, so that the next status need not clean them.
     *
     * @param tracked the entries of the files
     * @param files the files
     */
    public void refresh(List<TrackedFile> tracked, List<FreshFile> files) throws IOException {
        try {
            if (!new IndexFile(worktree.index()).refresh(files)) {
                // Git takes another size than the entry's for a change, unread; a new entry has none.
                stage(tracked);
                context.git().attempt(new byte[0], "update-index", "-q", "--refresh");
            }
        } catch (IndexLockedException e) {
            context.err().println("git theta: the files are written, but " + e.getMessage());
        }
    }
}
