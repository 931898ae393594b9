// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.StubMerge;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/**
 * Says what a merge would make of each parameter, reading no parameter.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param rules the rules of the command, one a line
 * @param strategy the strategy of the command, or nothing
 */
public record MergePlan(CommandContext context, Worktree worktree, String rules, String strategy) {
    /** Prints the plan of merging a revision and returns the exit code: 1 if something would be left open. */
    public int print(String revision) throws IOException {
        Git git = context.git();
        Git.Output base = git.attempt(new byte[0], "merge-base", "HEAD", revision);
        if (base.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no commit that HEAD and '" + revision + "' come from, or no '" + revision + "'");
        }
        TrackedFiles tracked = new TrackedFiles(git, worktree.prefix());
        Map<String, TrackedFile> common = byPath(tracked.inTree(base.line(), List.of()));
        Map<String, TrackedFile> theirs = byPath(tracked.inTree(revision, List.of()));
        boolean open = false;
        try (BlobReader blobs = new BlobReader(git)) {
            for (TrackedFile our : tracked.inTree("HEAD", List.of()).checkpoints()) {
                TrackedFile their = theirs.get(our.path());
                TrackedFile before = common.get(our.path());
                boolean bothChanged = their != null
                        && !their.oid().equals(our.oid())
                        && (before == null
                                || (!before.oid().equals(our.oid())
                                        && !before.oid().equals(their.oid())));
                if (bothChanged
                        && blobs.read(our.oid()) instanceof BlobContent.Stubbed ours
                        && blobs.read(their.oid()) instanceof BlobContent.Stubbed others) {
                    Optional<Stub> from = before != null && blobs.read(before.oid()) instanceof BlobContent.Stubbed stub
                            ? Optional.of(stub.stub())
                            : Optional.empty();
                    open |= print(our.path(), new StubMerge(from, ours.stub(), others.stub()));
                }
            }
        }
        for (String sentence : MovedShards.of(context, revision)) {
            context.out().println(OneLine.of(sentence));
            open = true;
        }
        return (open ? ExitCode.NEGATIVE : ExitCode.OK).number();
    }

    private static Map<String, TrackedFile> byPath(TrackedFiles.Listing listing) {
        Map<String, TrackedFile> files = new HashMap<>();
        listing.checkpoints().forEach(file -> files.put(file.path(), file));
        return files;
    }

    private boolean print(String path, StubMerge merge) throws IOException {
        ParameterRules chosen =
                StrategyChoice.of(context, worktree, rules, strategy).of(path);
        context.out().println(OneLine.of(path) + ":");
        boolean open = false;
        for (StubMerge.Planned planned : merge.plan()) {
            Optional<StrategySpec> spec = planned.conflict().isPresent() ? chosen.of(planned.key()) : Optional.empty();
            open |= planned.conflict().isPresent() && spec.isEmpty();
            String what = planned.conflict().isEmpty()
                    ? planned.taken()
                    : spec.map(StrategySpec::text).orElse("left open") + " ("
                            + planned.conflict().get().meaning() + ")";
            context.out().println("  " + planned.key().escaped() + ": " + what);
        }
        return open;
    }
}
