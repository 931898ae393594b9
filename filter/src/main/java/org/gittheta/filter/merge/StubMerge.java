// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Merges two stubs that come from one, parameter by parameter, without reading any parameter.
 *
 * <p>What changed on one side is taken from it; what changed on both sides to the same bytes is taken once; what changed
 * on both sides to different bytes is a conflict and stays as on our side. Only identities count: sides that store the
 * same bytes differently agree. The result is a valid stub in every case.
 */
public final class StubMerge {
    private final Optional<Stub> base;
    private final Stub ours;
    private final Stub theirs;
    private final List<ParameterName> conflicts = new ArrayList<>();
    private boolean frameConflict;

    private StubMerge(Optional<Stub> base, Stub ours, Stub theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    /**
     * Holds a merged stub.
     *
     * @param stub the result, with our side in what conflicts
     * @param conflicts the tensors that both sides changed differently, in order
     * @param frameConflict whether both sides changed what lies around the parameters
     */
    public record Result(Stub stub, List<ParameterName> conflicts, boolean frameConflict) {
        /** Tells whether nothing is left to a person. */
        public boolean isClean() {
            return conflicts.isEmpty() && !frameConflict;
        }
    }

    /**
     * Merges.
     *
     * @param base what both sides come from, or nothing if both added the file
     */
    public static Result merge(Optional<Stub> base, Stub ours, Stub theirs) {
        return new StubMerge(base, ours, theirs).merge();
    }

    private Result merge() {
        Stub framed = isFromTheirs() ? theirs : ours;
        List<TensorEntry> tensors = new ArrayList<>();
        TreeSet<ParameterName> names = new TreeSet<>();
        List.of(ours, theirs).forEach(side -> side.tensors().forEach(tensor -> names.add(tensor.name())));
        for (ParameterName name : names) {
            Optional<TensorEntry> placed = framed.tensor(name);
            Optional<TensorEntry> merged = tensor(name);
            if (fits(merged, placed)) {
                merged.ifPresent(tensors::add);
            } else {
                // The frame has no place for what the other side made of it.
                conflicts.add(name);
                placed.ifPresent(tensors::add);
            }
        }
        List<ParameterName> distinct = conflicts.stream().distinct().toList();
        return new Result(new Stub(framed.frame(), tensors), distinct, frameConflict);
    }

    /** Decides whose frame the result has. */
    private boolean isFromTheirs() {
        if (isSame(ours.frame(), theirs.frame())) {
            return false;
        }
        if (base.isPresent() && isSame(base.get().frame(), ours.frame())) {
            return true;
        }
        frameConflict = base.isEmpty() || !isSame(base.get().frame(), theirs.frame());
        return false;
    }

    private Optional<TensorEntry> tensor(ParameterName name) {
        Optional<TensorEntry> before = base.flatMap(stub -> stub.tensor(name));
        Optional<TensorEntry> our = ours.tensor(name);
        Optional<TensorEntry> their = theirs.tensor(name);
        if (isSame(our, their) || isSame(before, their)) {
            return our;
        }
        if (isSame(before, our)) {
            return their;
        }
        conflicts.add(name);
        return our;
    }

    private static boolean isSame(FrameEntry a, FrameEntry b) {
        return a.format().equals(b.format()) && a.sha256().equals(b.sha256());
    }

    private static boolean isSame(Optional<TensorEntry> a, Optional<TensorEntry> b) {
        if (a.isPresent()
                && b.isPresent()
                && a.get() instanceof ParameterEntry x
                && b.get() instanceof ParameterEntry y) {
            return x.isSameParameter(y);
        }
        return a.equals(b);
    }

    /** Tells whether a tensor can stand where the frame has another. */
    private static boolean fits(Optional<TensorEntry> tensor, Optional<TensorEntry> placed) {
        if (tensor.isEmpty() || placed.isEmpty()) {
            return tensor.isEmpty() && placed.isEmpty();
        }
        if (tensor.get() instanceof ParameterEntry x && placed.get() instanceof ParameterEntry y) {
            return x.size() == y.size()
                    && x.dtype().equals(y.dtype())
                    && x.shape().equals(y.shape());
        }
        return tensor.get().getClass() == placed.get().getClass();
    }
}
