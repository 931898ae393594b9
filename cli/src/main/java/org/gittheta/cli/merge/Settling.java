// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ConflictRecords;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.merge.Resolver;
import org.gittheta.filter.merge.Settlement;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Settles what is open of one checkpoint, writes it, and says on standard error what came of it.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param repository its store
 * @param session computes
 * @param merge the merge
 * @param state how it stands
 */
public record Settling(
        CommandContext context,
        Worktree worktree,
        CheckpointRepository repository,
        MergeSession session,
        OpenMerge merge,
        OpenMerge.State state) {
    private static final int MOST_NAMED = 5;

    /**
     * Settles.
     *
     * @param plan the strategy of each tensor that is to be settled, by key
     * @param frame whose frame to take, if it is open
     * @param force whether a working file that was changed since the merge is replaced
     * @return whether nothing is left
     */
    public boolean settle(Map<ParameterName, StrategySpec> plan, Optional<Side> frame, boolean force)
            throws IOException {
        SettledFile file = new SettledFile(context, worktree, repository, merge);
        if (!force) {
            file.requireUntouched(state.merged().stub());
        }
        Resolver.Outcome outcome = session.settle(state.merge(), state.merged().open(), plan);
        outcome.refused().values().stream()
                .limit(MOST_NAMED)
                .forEach(reason -> say("git theta: " + worktree.shown(merge.path()) + ": " + reason));
        Settlement settlement = state.settlement().with(outcome.settled());
        if (frame.isPresent() && state.merged().frameOpen()) {
            settlement = settlement.withFrame(frame.get());
        }
        MergedStub merged = session.finish(state.merge(), settlement);
        ConflictRecords records = OpenMerge.records(context);
        if (!merged.isClean()) {
            records.save(merge.key().orElseThrow(), settlement, merged);
        }
        file.write(merged);
        say(summary(outcome, merged));
        return merged.isClean();
    }

    private void say(String line) {
        context.err().println(OneLine.of(line));
    }

    private String summary(Resolver.Outcome outcome, MergedStub merged) {
        String path = worktree.shown(merge.path());
        String settled = Sizes.count(outcome.settled().size(), "parameter") + " settled";
        if (merged.isClean()) {
            return path + ": " + settled + ", staged";
        }
        return path + ": " + settled + ", " + merged.open().size() + " open"
                + (merged.frameOpen() ? "; the frame is open, too: --frame ours or theirs" : "");
    }
}
