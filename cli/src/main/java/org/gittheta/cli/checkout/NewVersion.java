// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.repository.CheckpointRepository;

/**
 * Writes a checkpoint of which git has only the stub so far.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param repository its store
 */
public record NewVersion(CommandContext context, Worktree worktree, CheckpointRepository repository) {
    /**
     * Writes the working file, whatever is in its place.
     *
     * @param entry where, and the blob of the stub
     * @param isStaged whether the blob goes into the index, too
     */
    public void write(TrackedFile entry, boolean isStaged) throws IOException {
        Checkout checkout = new Checkout(context, worktree, repository, true);
        RestoreResult result =
                isStaged ? checkout.overwriteAndStage(List.of(entry)) : checkout.overwriteOnly(List.of(entry));
        result.requireNoFault();
    }
}
