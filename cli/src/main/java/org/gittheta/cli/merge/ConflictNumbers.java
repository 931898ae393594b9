// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.Failures;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.merge.ConflictKind;
import org.gittheta.filter.merge.MergedStub.Conflict;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/** Says by how much each side changed a parameter, and whether both went the same way, as long as that is little work. */
public final class ConflictNumbers {
    private final Optional<StubDiffer> differ;
    private long left;

    /**
     * Takes what compares versions.
     *
     * @param mostBytes the most bytes of parameters, as our side has them, for which numbers are computed
     */
    public ConflictNumbers(StubDiffer differ, long mostBytes) {
        this.differ = Optional.of(differ);
        left = mostBytes;
    }

    private ConflictNumbers() {
        differ = Optional.empty();
    }

    /** Reads no parameter and has no number. */
    public static ConflictNumbers none() {
        return new ConflictNumbers();
    }

    /**
     * Holds the numbers of one parameter.
     *
     * @param ours what we changed; nothing if that cannot be said in numbers
     * @param theirs what they changed, likewise
     * @param cosine the cosine of the angle between the two changes: 1 if they go the same way, NaN if there is none
     * @param reason why there are no numbers where there should be; empty for none
     */
    public record Numbers(
            Optional<PairStatistics> ours, Optional<PairStatistics> theirs, double cosine, String reason) {
        private static Numbers none(String reason) {
            return new Numbers(Optional.empty(), Optional.empty(), Double.NaN, reason);
        }

        /** Returns the numbers of a side. */
        public Optional<PairStatistics> of(Side side) {
            return side == Side.OURS ? ours : side == Side.THEIRS ? theirs : Optional.empty();
        }
    }

    /** Returns every run of an object that the numbers of these conflicts are computed from. */
    public static List<Slice> slices(OpenMerge.State state) {
        List<Slice> slices = new ArrayList<>();
        for (Conflict conflict : state.merged().open()) {
            for (Side side : List.of(Side.OURS, Side.THEIRS)) {
                change(state, conflict, Side.BASE, side)
                        .ifPresent(change -> slices.addAll(
                                StubDiffer.slices(stub(state, Side.BASE), stub(state, side), List.of(change))));
            }
        }
        return slices;
    }

    /** Returns the numbers; what cannot be read is a reason and no failure. */
    public Numbers of(OpenMerge.State state, Conflict conflict) {
        if (differ.isEmpty() || !isComparable(state, conflict)) {
            return Numbers.none("");
        }
        left -= conflict.sides().ours().orElse(null) instanceof ParameterEntry parameter ? parameter.size() : 0;
        if (left < 0) {
            return Numbers.none("not compared here, there is much to read");
        }
        try {
            Optional<PairStatistics> ours = statistics(state, conflict, Side.BASE, Side.OURS);
            Optional<PairStatistics> theirs = statistics(state, conflict, Side.BASE, Side.THEIRS);
            Optional<PairStatistics> apart = statistics(state, conflict, Side.OURS, Side.THEIRS);
            return new Numbers(ours, theirs, cosine(ours, theirs, apart), "");
        } catch (IOException e) {
            return Numbers.none(Failures.of(e).sentence());
        }
    }

    /** Computes it from the three sides of the triangle that the versions are. */
    private static double cosine(
            Optional<PairStatistics> ours, Optional<PairStatistics> theirs, Optional<PairStatistics> apart) {
        if (ours.isEmpty()
                || theirs.isEmpty()
                || apart.isEmpty()
                || ours.get().newNan() + theirs.get().newNan() > 0) {
            return Double.NaN;
        }
        double a = ours.get().deltaNorm();
        double b = theirs.get().deltaNorm();
        double c = apart.get().deltaNorm();
        // As a difference of squares, which loses less where the changes are nearly the same.
        double cosine = ((a / b + b / a) - (c / a) * (c / b)) / 2;
        return Double.isNaN(cosine) ? cosine : Math.max(-1, Math.min(1, cosine));
    }

    private Optional<PairStatistics> statistics(OpenMerge.State state, Conflict conflict, Side from, Side to)
            throws IOException {
        Optional<ParameterChange> change = change(state, conflict, from, to);
        return change.isPresent()
                ? differ.orElseThrow().statistics(stub(state, from), stub(state, to), change.get())
                : Optional.empty();
    }

    private static Stub stub(OpenMerge.State state, Side side) {
        return state.merge().side(side).orElseThrow();
    }

    private static boolean isComparable(OpenMerge.State state, Conflict conflict) {
        return change(state, conflict, Side.BASE, Side.OURS).isPresent()
                || change(state, conflict, Side.BASE, Side.THEIRS).isPresent();
    }

    private static Optional<ParameterChange> change(OpenMerge.State state, Conflict conflict, Side from, Side to) {
        Optional<TensorEntry> before = conflict.sides().of(from);
        Optional<TensorEntry> after = conflict.sides().of(to);
        boolean isComparable = conflict.kind() == ConflictKind.MODIFIED
                && state.merge().side(from).isPresent()
                && before.isPresent()
                && after.isPresent()
                && before.get().shape().equals(after.get().shape());
        return isComparable
                ? Optional.of(new ParameterChange(ParameterChange.Kind.MODIFIED, before, after))
                : Optional.empty();
    }
}
