// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.checkout.Checkout;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.MergeDriver;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;

/**
 * Does what the merge driver would have done, after a merge that called none: git's octopus, and {@code -s resolve}.
 *
 * <p>These merge stubs line by line. What git could not, it left unmerged, with its markers in the text; what it could is a
 * stub, which it wrote into the worktree as it is.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param choice which strategies were chosen
 */
public record Mend(CommandContext context, Worktree worktree, StrategyChoice choice) {
    /** Mends every checkpoint of the worktree and returns whether nothing is left open. */
    public boolean run() throws IOException {
        boolean left = false;
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            for (OpenMerge merge : OpenMerge.read(context, worktree, List.of())) {
                BlobContent content = WorkingFile.read(
                        worktree.top().resolve(merge.path()),
                        merge.entry().oid().length());
                boolean isText = content instanceof BlobContent.Stubbed || content instanceof BlobContent.Damaged;
                if (merge.key().isEmpty() || !isText) {
                    left = true;
                    continue;
                }
                MergeSession session = new MergeSession(() -> repository, workers, merge.path());
                OpenMerge.State state = merge.state(context, session);
                left |= !new Settling(context, worktree, repository, session, merge, state)
                        .settle(
                                MergeDriver.plan(state.merged().open(), choice.of(merge.path())),
                                Optional.empty(),
                                false);
            }
            fill(repository);
        }
        return !left;
    }

    private void fill(CheckpointRepository repository) throws IOException {
        List<TrackedFile> files = new TrackedFiles(context.git(), worktree.prefix())
                .inIndex(List.of())
                .checkpoints();
        new Checkout(context, worktree, repository, true).fill(files).requireNoFault();
    }
}
