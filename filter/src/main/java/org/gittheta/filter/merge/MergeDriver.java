// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;
import org.gittheta.storage.tensor.ParameterName;

/** Merges the three files that git gives a merge driver (gitattributes(5)); the result takes the place of ours. */
public final class MergeDriver {
    private final MergeSession session;
    private final ConflictRecords records;
    private final Rules rules;
    private final Warnings warnings;

    /** Finds the strategies that somebody chose; asked only when there are conflicts. */
    public interface Rules {
        /** Returns the rules of this file. */
        ParameterRules find() throws IOException;
    }

    /** Is told why something was left open. */
    public interface Warnings {
        /** Takes the reason. */
        void leftOpen(Exception reason);

        /** Takes the reason for one tensor. */
        void leftOpen(ParameterName key, String reason);
    }

    /**
     * Takes what it works with.
     *
     * @param records where what is open is remembered
     */
    public MergeDriver(MergeSession session, ConflictRecords records, Rules rules, Warnings warnings) {
        this.session = session;
        this.records = records;
        this.rules = rules;
        this.warnings = warnings;
    }

    /**
     * Merges.
     *
     * @param pathname the file's path from the top of the worktree
     * @param base the common version; empty if there is none
     * @param ours our version, which is replaced by the result
     * @param theirs their version
     * @throws StubFormatException if a version is no stub; ours is left as it is
     * @throws IOException if a file cannot be read or written
     */
    public MergedStub merge(String pathname, Path base, Path ours, Path theirs) throws IOException {
        byte[] common = Files.readAllBytes(base);
        ConflictRecords.Key key = new ConflictRecords.Key(
                pathname,
                common.length == 0 ? Optional.empty() : Optional.of(read(common)),
                read(Files.readAllBytes(ours)),
                read(Files.readAllBytes(theirs)));
        StubMerge merge = new StubMerge(key.base(), key.ours(), key.theirs());
        Settlement settled = settle(merge);
        MergedStub merged = session.finish(merge, settled);
        Files.write(ours, StubFormat.write(merged.stub()));
        if (!merged.isClean()) {
            records.save(key, settled, merged);
        }
        return merged;
    }

    /**
     * Merges common ancestors of a criss-cross history with each other, to one that both sides then come from. What they
     * have differently becomes what they come from themselves: were it one side's version, the real merge would take the
     * other side's without a word.
     */
    public void mergeAncestors(Path base, Path ours, Path theirs) throws IOException {
        byte[] common = Files.readAllBytes(base);
        Optional<Stub> from = common.length == 0 ? Optional.empty() : Optional.of(read(common));
        StubMerge merge = new StubMerge(from, read(Files.readAllBytes(ours)), read(Files.readAllBytes(theirs)));
        Map<ParameterName, Settled> settled = new LinkedHashMap<>();
        for (MergedStub.Conflict conflict : merge.conflicts()) {
            settled.put(
                    conflict.sides().key(), new Settled("base", conflict.sides().base()));
            merge.viewsInto(conflict.sides().key())
                    .forEach(view -> settled.put(view.key(), new Settled("base", view.base())));
        }
        Stub merged = session.finish(merge, Settlement.NONE.with(settled)).stub();
        Files.write(ours, StubFormat.write(merged));
    }

    /** Settles what it can; whatever goes wrong leaves a conflict. */
    private Settlement settle(StubMerge merge) {
        try {
            if (merge.conflicts().isEmpty()) {
                return Settlement.NONE;
            }
            Map<ParameterName, StrategySpec> plan = plan(merge.conflicts(), rules.find());
            if (plan.isEmpty()) {
                return Settlement.NONE;
            }
            Resolver.Outcome outcome = session.settle(merge, merge.conflicts(), plan);
            outcome.refused().forEach(warnings::leftOpen);
            return Settlement.NONE.with(outcome.settled());
        } catch (IOException e) {
            warnings.leftOpen(e);
            return Settlement.NONE;
        }
    }

    /** Returns the strategy of each conflict that a rule is for, by key. */
    public static Map<ParameterName, StrategySpec> plan(List<MergedStub.Conflict> conflicts, ParameterRules rules) {
        Map<ParameterName, StrategySpec> plan = new LinkedHashMap<>();
        for (MergedStub.Conflict conflict : conflicts) {
            rules.of(conflict.sides().key())
                    .ifPresent(spec -> plan.put(conflict.sides().key(), spec));
        }
        return plan;
    }

    private static Stub read(byte[] version) throws StubFormatException {
        if (!StubFormat.isStub(version, version.length)) {
            throw new StubFormatException("one side was committed without git theta's filter, so its parameters cannot"
                    + " be told apart; run git add --renormalize on that side and merge again");
        }
        return StubFormat.read(version);
    }
}
