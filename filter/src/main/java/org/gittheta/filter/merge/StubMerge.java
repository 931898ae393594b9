// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.FrameSeals;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SealedFormat;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Merges two stubs that come from one, parameter by parameter, without reading any parameter.
 *
 * <p>What changed on one side is taken from it; what changed on both sides to the same bytes is taken once; what changed
 * on both sides to different bytes is a conflict and stays as on our side. Additions, removals, renames and changes of
 * type follow the same rules. Only identities count: sides that store the same bytes differently agree. The result is a
 * valid stub in every case.
 */
public final class StubMerge {
    private final Optional<Stub> base;
    private final Stub ours;
    private final Stub theirs;
    private final List<Decision> decisions;

    /**
     * Compares the sides.
     *
     * @param base what both sides come from, or nothing if both added the file
     */
    public StubMerge(Optional<Stub> base, Stub ours, Stub theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        decisions = ThreeWay.decide(base, ours, theirs);
    }

    /** Returns the stub of a side; nothing for a base that is not there. */
    public Optional<Stub> side(Side side) {
        return switch (side) {
            case BASE -> base;
            case OURS -> Optional.of(ours);
            case THEIRS -> Optional.of(theirs);
        };
    }

    /** Returns the tensors that both sides changed differently, by key. */
    public List<MergedStub.Conflict> conflicts() {
        return decisions.stream()
                .filter(decision -> decision.conflict().isPresent())
                .map(decision -> new MergedStub.Conflict(
                        decision.sides(), decision.conflict().get()))
                .toList();
    }

    /**
     * Says what becomes of a tensor that a side changed.
     *
     * @param key its key
     * @param taken whose version is taken
     * @param conflict why it is not settled
     */
    public record Planned(ParameterName key, String taken, Optional<ConflictKind> conflict) {}

    /** Returns what becomes of each tensor that the sides do not both have as the base has it. */
    public List<Planned> plan() {
        List<Planned> plan = new ArrayList<>();
        for (Decision decision : decisions) {
            TensorSides sides = decision.sides();
            boolean ours = Sameness.of(decision.taken(), sides.ours());
            boolean theirs = Sameness.of(decision.taken(), sides.theirs());
            boolean unchanged = Sameness.of(sides.base(), sides.ours()) && Sameness.of(sides.base(), sides.theirs());
            if (!unchanged || decision.conflict().isPresent()) {
                String whose = ours ? theirs ? "both" : "ours" : theirs ? "theirs" : "name of one, values of the other";
                plan.add(new Planned(sides.key(), whose, decision.conflict()));
            }
        }
        return plan;
    }

    /** Returns the views that look into a tensor on some side: they are settled with it. */
    public List<TensorSides> viewsInto(ParameterName target) {
        return decisions.stream()
                .map(Decision::sides)
                .filter(sides -> sides.versions()
                        .anyMatch(tensor -> tensor instanceof ViewEntry view
                                && view.target().equals(target)))
                .toList();
    }

    /**
     * Makes the result.
     *
     * @param settled how conflicts were settled so far
     * @param frames reads and stores frames, if it comes to that
     */
    public MergedStub finish(Settlement settled, FrameStore frames) throws IOException {
        List<TensorEntry> tensors = new ArrayList<>();
        List<MergedStub.Conflict> open = new ArrayList<>();
        Map<ParameterName, TensorSides> takers = new HashMap<>();
        for (Decision decision : decisions) {
            Settled how = settled.tensors().get(decision.sides().key());
            Optional<TensorEntry> taken = how != null ? how.tensor() : decision.taken();
            if (how == null && decision.conflict().isPresent()) {
                open.add(new MergedStub.Conflict(
                        decision.sides(), decision.conflict().get()));
            }
            if (taken.isPresent() && takers.putIfAbsent(taken.get().name(), decision.sides()) == null) {
                tensors.add(taken.get());
            }
        }
        FrameChoice.Chosen frame = new FrameChoice(base, ours, theirs, frames).choose(tensors, settled.frame());
        List<TensorEntry> placed = place(tensors, frame, takers, open);
        return new MergedStub(sealed(new Stub(frame.entry(), placed), frames), open, frame.open());
    }

    /** Sets the checksums in the frame where the parameters are not all those that it was made with. */
    private Stub sealed(Stub merged, FrameStore frames) throws IOException {
        Optional<SealedFormat> format = Formats.installed()
                .named(merged.frame().format())
                .filter(SealedFormat.class::isInstance)
                .map(SealedFormat.class::cast);
        boolean isOfOneSide = Stream.concat(Stream.of(ours, theirs), base.stream())
                .anyMatch(side -> Sameness.of(side.frame(), merged.frame())
                        && merged.tensors().stream()
                                .allMatch(tensor -> Sameness.of(side.tensor(tensor.name()), Optional.of(tensor))));
        if (format.isEmpty() || isOfOneSide) {
            return merged;
        }
        try {
            FrameSeals seals = new FrameSeals(format.get(), frames.read(merged.frame()));
            if (seals.isEmpty()) {
                return merged;
            }
            Frame sealed = seals.of(out -> frames.write(merged, out));
            return new Stub(frames.add(merged.frame().format(), sealed), merged.tensors());
        } catch (MalformedCheckpointException e) {
            return merged; // It has no checksums that anybody could find.
        }
    }

    /** Keeps what the frame has a place for, and fills the other places with what they were made for. */
    private List<TensorEntry> place(
            List<TensorEntry> tensors,
            FrameChoice.Chosen frame,
            Map<ParameterName, TensorSides> takers,
            List<MergedStub.Conflict> open) {
        Map<ParameterName, TensorEntry> left = new HashMap<>(frame.places());
        Set<ParameterName> unplaced = new HashSet<>();
        List<TensorEntry> placed = new ArrayList<>();
        for (TensorEntry tensor : tensors) {
            TensorEntry place = left.get(tensor.name());
            if (place != null && Sameness.ofPlace(tensor, place)) {
                placed.add(tensor);
                left.remove(tensor.name());
            } else {
                unplaced.add(takers.get(tensor.name()).key());
            }
        }
        placed.addAll(left.values());
        Set<ParameterName> known = new HashSet<>();
        open.forEach(conflict -> known.add(conflict.sides().key()));
        for (Decision decision : decisions) {
            TensorSides sides = decision.sides();
            boolean lacks = unplaced.contains(sides.key())
                    || sides.versions().anyMatch(tensor -> left.containsKey(tensor.name()));
            if (lacks && !known.contains(sides.key())) {
                open.add(new MergedStub.Conflict(decision.sides(), ConflictKind.UNPLACED));
            }
        }
        return placed;
    }
}
