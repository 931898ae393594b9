// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.MergeableFormat;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.frame.FrameFormat;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Finds the frame that the merged tensors fit into. */
final class FrameChoice {
    private final Optional<Stub> base;
    private final Stub ours;
    private final Stub theirs;
    private final FrameStore frames;

    FrameChoice(Optional<Stub> base, Stub ours, Stub theirs, FrameStore frames) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.frames = frames;
    }

    /**
     * Says whose frame the result has.
     *
     * @param entry the frame
     * @param places the tensors that it has a place for, by name; the result may have no others
     * @param open whether both sides changed theirs and no rule joins them
     */
    record Chosen(FrameEntry entry, Map<ParameterName, TensorEntry> places, boolean open) {}

    /** Chooses, with the frame of a side where a person said so. */
    Chosen choose(List<TensorEntry> tensors, Optional<Side> settled) throws IOException {
        if (settled.isPresent()) {
            return of(
                    switch (settled.get()) {
                        case BASE -> base.orElse(ours);
                        case OURS -> ours;
                        case THEIRS -> theirs;
                    },
                    false);
        }
        Optional<Stub> one = changedOnce();
        if (one.isPresent() && fits(tensors, one.get())) {
            return of(one.get(), false);
        }
        Optional<MergeableFormat> format = format();
        if (format.isPresent()) {
            Optional<Chosen> merged = merged(format.get(), tensors);
            if (merged.isPresent()) {
                return merged.get();
            }
        }
        return one.map(stub -> of(stub, false)).orElseGet(() -> of(ours, true));
    }

    private static Chosen of(Stub side, boolean open) {
        Map<ParameterName, TensorEntry> places = new HashMap<>();
        side.tensors().forEach(tensor -> places.put(tensor.name(), tensor));
        return new Chosen(side.frame(), places, open);
    }

    /** Returns the side whose frame has every change: at most one of them changed it. */
    private Optional<Stub> changedOnce() {
        if (Sameness.of(ours.frame(), theirs.frame())
                || base.filter(stub -> Sameness.of(stub.frame(), theirs.frame()))
                        .isPresent()) {
            return Optional.of(ours);
        }
        return base.filter(stub -> Sameness.of(stub.frame(), ours.frame())).map(stub -> theirs);
    }

    private static boolean fits(List<TensorEntry> tensors, Stub framed) {
        return tensors.size() == framed.tensors().size()
                && tensors.stream()
                        .allMatch(tensor -> framed.tensor(tensor.name())
                                .filter(place -> Sameness.ofPlace(tensor, place))
                                .isPresent());
    }

    private Optional<MergeableFormat> format() {
        String name = ours.frame().format();
        boolean isOne = theirs.frame().format().equals(name)
                && base.filter(stub -> !stub.frame().format().equals(name)).isEmpty();
        return isOne
                ? Formats.installed()
                        .named(name)
                        .filter(MergeableFormat.class::isInstance)
                        .map(MergeableFormat.class::cast)
                : Optional.empty();
    }

    private Optional<Chosen> merged(MergeableFormat format, List<TensorEntry> tensors) throws IOException {
        Frame our = frames.read(ours.frame());
        Frame their = frames.read(theirs.frame());
        Optional<Frame> common =
                base.isPresent() ? Optional.of(frames.read(base.get().frame())) : Optional.empty();
        try {
            Sha256 ourHash = significant(format, our);
            Sha256 theirHash = significant(format, their);
            Optional<Sha256> baseHash =
                    common.isPresent() ? Optional.of(significant(format, common.get())) : Optional.empty();
            if ((ourHash.equals(theirHash) || baseHash.equals(Optional.of(theirHash))) && fits(tensors, ours)) {
                return Optional.of(of(ours, false));
            }
            if (baseHash.equals(Optional.of(ourHash)) && fits(tensors, theirs)) {
                return Optional.of(of(theirs, false));
            }
            Optional<Frame> frame = format.merge(common, our, their, tensors);
            if (frame.isEmpty() || !hasSlots(frame.get(), tensors)) {
                return Optional.empty();
            }
            Map<ParameterName, TensorEntry> places = new HashMap<>();
            tensors.forEach(tensor -> places.put(tensor.name(), tensor));
            return Optional.of(new Chosen(frames.add(format.name(), frame.get()), places, false));
        } catch (MalformedCheckpointException e) {
            return Optional.empty();
        }
    }

    private static Sha256 significant(MergeableFormat format, Frame frame)
            throws IOException, MalformedCheckpointException {
        return Sha256Digest.of(FrameFormat.write(format.significant(frame)));
    }

    private static boolean hasSlots(Frame frame, List<TensorEntry> tensors) {
        Map<ParameterName, Long> sizes = new HashMap<>();
        tensors.forEach(tensor -> {
            if (tensor instanceof ParameterEntry parameter) {
                sizes.put(parameter.name(), parameter.size());
            }
        });
        for (Frame.Part part : frame.parts()) {
            if (part instanceof Frame.Slot slot && !Long.valueOf(slot.size()).equals(sizes.remove(slot.name()))) {
                return false;
            }
        }
        return sizes.isEmpty();
    }
}
