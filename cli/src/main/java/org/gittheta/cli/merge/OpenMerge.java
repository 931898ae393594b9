// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Failures;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ConflictRecords;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.merge.Settlement;
import org.gittheta.filter.merge.StubMerge;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/**
 * Is a checkpoint that the index has as unmerged.
 *
 * @param path its path from the top of the worktree
 * @param stages its entries by stage: 1 base, 2 ours, 3 theirs
 * @param key names the merge of its parameters; nothing if a side removed the file or has no stub
 */
public record OpenMerge(String path, Map<Integer, TrackedFile> stages, Optional<ConflictRecords.Key> key) {
    private static final int BASE = 1;
    private static final int OURS = 2;
    private static final int THEIRS = 3;

    /** Copies the map. */
    public OpenMerge {
        stages = Map.copyOf(stages);
    }

    /** Reads the unmerged checkpoints that the pathspecs match, ordered by path, and forgets records of other merges. */
    public static List<OpenMerge> read(CommandContext context, Worktree worktree, List<String> pathspecs)
            throws IOException {
        Map<String, Map<Integer, TrackedFile>> files = new LinkedHashMap<>();
        for (TrackedFile file : new TrackedFiles(context.git(), worktree.prefix())
                .inIndex(pathspecs)
                .checkpoints()) {
            if (file.stage() != 0) {
                files.computeIfAbsent(file.path(), path -> new LinkedHashMap<>())
                        .put(file.stage(), file);
            }
        }
        List<OpenMerge> merges = new ArrayList<>();
        if (!files.isEmpty()) {
            try (BlobReader blobs = new BlobReader(context.git())) {
                for (Map.Entry<String, Map<Integer, TrackedFile>> file : files.entrySet()) {
                    merges.add(of(file.getKey(), file.getValue(), blobs));
                }
            }
        }
        if (pathspecs.isEmpty()) {
            records(context).keepOnly(keys(merges));
        }
        return merges;
    }

    private static Collection<ConflictRecords.Key> keys(List<OpenMerge> merges) {
        return merges.stream().flatMap(merge -> merge.key().stream()).toList();
    }

    private static OpenMerge of(String path, Map<Integer, TrackedFile> stages, BlobReader blobs) throws IOException {
        Optional<Stub> base = stub(stages.get(BASE), blobs);
        Optional<Stub> ours = stub(stages.get(OURS), blobs);
        Optional<Stub> theirs = stub(stages.get(THEIRS), blobs);
        boolean isByParameter = ours.isPresent() && theirs.isPresent() && base.isPresent() == stages.containsKey(BASE);
        return new OpenMerge(
                path,
                stages,
                isByParameter
                        ? Optional.of(new ConflictRecords.Key(path, base, ours.get(), theirs.get()))
                        : Optional.empty());
    }

    private static Optional<Stub> stub(TrackedFile stage, BlobReader blobs) throws IOException {
        return stage != null && blobs.read(stage.oid()) instanceof BlobContent.Stubbed stubbed
                ? Optional.of(stubbed.stub())
                : Optional.empty();
    }

    /** Returns where this worktree remembers what is settled. */
    public static ConflictRecords records(CommandContext context) throws IOException {
        return new ConflictRecords(context.repository().conflicts());
    }

    /** Returns an entry that the file has: ours, or theirs if we removed it. */
    public TrackedFile entry() {
        TrackedFile ours = stages.get(OURS);
        return ours != null ? ours : stages.get(THEIRS);
    }

    /** Says in a few words why the file cannot be merged by parameter. */
    public String wholeFile() {
        if (!stages.containsKey(OURS)) {
            return "we removed the file, they changed it";
        }
        return stages.containsKey(THEIRS) ? "a side is no stub" : "they removed the file, we changed it";
    }

    /** Takes a side's file as a whole, or its removal, and stages it. */
    public void takeWhole(CommandContext context, Worktree worktree, Side side) throws IOException {
        Git git = context.git();
        String shown = worktree.shown(path);
        if (stages.containsKey(side == Side.OURS ? OURS : THEIRS)) {
            git.run("--literal-pathspecs", "checkout", "-q", "--" + side.word(), "--", shown);
            git.run("--literal-pathspecs", "add", "--", shown);
        } else {
            git.run("--literal-pathspecs", "rm", "-q", "-f", "--", shown);
        }
        context.err().println(OneLine.of(shown + ": " + side.word() + " taken, staged"));
    }

    /**
     * Holds how a merge stands.
     *
     * @param merge the comparison of its sides
     * @param settlement what is settled
     * @param merged what that makes
     * @param problem why {@code merged} is ours, with what is open, and not the result; empty if it is the result
     */
    public record State(StubMerge merge, Settlement settlement, MergedStub merged, String problem) {}

    /** Returns how the merge of the parameters stands. */
    public State state(CommandContext context, MergeSession session) throws IOException {
        ConflictRecords.Key of = key.orElseThrow();
        StubMerge merge = new StubMerge(of.base(), of.ours(), of.theirs());
        Settlement settlement = records(context).find(of);
        return new State(merge, settlement, session.finish(merge, settlement), "");
    }

    /** Returns the same to look at: if objects of the result's frame are not here it says so and goes without. */
    public State look(CommandContext context, MergeSession session) throws IOException {
        try {
            return state(context, session);
        } catch (MissingObjectsException | CorruptObjectException e) {
            ConflictRecords.Key of = key.orElseThrow();
            StubMerge merge = new StubMerge(of.base(), of.ours(), of.theirs());
            Settlement settlement = records(context).find(of);
            List<MergedStub.Conflict> open = merge.conflicts().stream()
                    .filter(conflict ->
                            !settlement.tensors().containsKey(conflict.sides().key()))
                    .toList();
            return new State(
                    merge,
                    settlement,
                    new MergedStub(of.ours(), open, false),
                    Failures.of(e).sentence());
        }
    }
}
