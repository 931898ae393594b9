// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.diff.statistics.ElementDecoder;
import org.gittheta.filter.diff.statistics.PairKernel;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.filter.diff.statistics.PairSums;
import org.gittheta.filter.diff.statistics.PairTypes;
import org.gittheta.filter.diff.statistics.RankSearch;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Computes the numbers of changed parameters from their objects, both sides decoded next to each other on all threads,
 * in the memory of a few dozen blocks.
 */
public final class StubDiffer {
    /** Runs of elements that may be under way at once. */
    private static final int MOST_UNDER_WAY = 16;

    private static final PairKernel.Observer NOBODY = (element, before, after, values) -> {};

    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;

    /** Takes what it works with. */
    public StubDiffer(ObjectStore store, Codecs codecs, Workers workers) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
    }

    /** Places a tensor's elements: they lie together in the carrier. */
    private record Place(ParameterEntry carrier, long offset, long length, ElementDecoder decoder) {
        boolean isWhole() {
            return length == carrier.size();
        }

        TensorCursor cursor(ParameterBlocks blocks) {
            return new TensorCursor(blocks, offset, length, decoder.width());
        }
    }

    /** Returns every run of an object that {@link #statistics} reads for these changes. */
    public static List<Slice> slices(Stub before, Stub after, Collection<ParameterChange> changes) {
        List<Slice> slices = new ArrayList<>();
        for (ParameterChange change : changes) {
            Optional<Place> a = change.before().flatMap(tensor -> place(before, tensor));
            Optional<Place> b = change.after().flatMap(tensor -> place(after, tensor));
            if (change.isComparable() && a.isPresent() && b.isPresent()) {
                slices.addAll(a.get().carrier().encoding().allSlices());
                slices.addAll(b.get().carrier().encoding().allSlices());
            }
        }
        return slices;
    }

    /**
     * Returns the numbers of one change; nothing where values do not stand opposite each other, for strided views and
     * for types that have no numbers. The objects must be here.
     *
     * @throws org.gittheta.storage.object.MissingObjectsException if an object is not here
     * @throws org.gittheta.storage.object.CorruptObjectException if an object is not what the stub says
     */
    public Optional<PairStatistics> statistics(Stub before, Stub after, ParameterChange change) throws IOException {
        return statistics(before, after, change, Optional.empty());
    }

    /** Returns the same, and shows every value to an observer, who has to bear many threads. */
    public Optional<PairStatistics> statistics(
            Stub before, Stub after, ParameterChange change, Optional<? extends PairKernel.Observer> also)
            throws IOException {
        if (!change.isComparable()) {
            return Optional.empty();
        }
        TensorEntry old = change.before().orElseThrow();
        TensorEntry now = change.after().orElseThrow();
        Optional<Place> a = place(before, old);
        Optional<Place> b = place(after, now);
        Optional<PairTypes> types = PairTypes.of(old.dtype(), now.dtype(), now.shape());
        if (a.isEmpty() || b.isEmpty() || types.isEmpty()) {
            return Optional.empty();
        }
        try (OpenObjects objects = new OpenObjects(store)) {
            Optional<RankSearch> rank = RankSearch.of(types.get());
            PairKernel.Observer first = rank.map(RankSearch::firstPass).orElse(NOBODY);
            PairSums sums = pass(types.get(), a.get(), b.get(), objects, (element, x, y, values) -> {
                first.see(element, x, y, values);
                if (also.isPresent()) {
                    also.get().see(element, x, y, values);
                }
            });
            return Optional.of(sums.statistics(
                    types.get(),
                    rank.isEmpty()
                            ? OptionalInt.empty()
                            : rank.get().rank(sums.changedRows(), observer -> {
                                pass(types.get(), a.get(), b.get(), objects, observer);
                            })));
        }
    }

    private PairSums pass(PairTypes types, Place a, Place b, OpenObjects objects, PairKernel.Observer observer)
            throws IOException {
        ParameterBlocks before = new ParameterBlocks(a.carrier(), codecs, objects, workers);
        // At the same pace if there is nothing else in either; then a version and its base are decoded once.
        List<ParameterBlocks> beside = a.isWhole() && b.isWhole() ? List.of(before) : List.of();
        TensorCursor first = a.cursor(before);
        TensorCursor second = b.cursor(new ParameterBlocks(b.carrier(), beside, codecs, objects, workers));
        PairSums sums = new PairSums();
        Deque<CompletableFuture<PairSums>> underWay = new ArrayDeque<>();
        try {
            long element = 0;
            int count = Math.min(first.elements(), second.elements());
            while (count > 0) {
                underWay.add(sum(types, element, first, second, count, observer));
                first.move(count);
                second.move(count);
                element += count;
                if (underWay.size() > MOST_UNDER_WAY) {
                    sums.add(Workers.await(underWay.remove()));
                }
                count = Math.min(first.elements(), second.elements());
            }
            while (!underWay.isEmpty()) {
                sums.add(Workers.await(underWay.remove()));
            }
            first.finish();
            second.finish();
        } finally {
            first.close();
            second.close();
        }
        return sums;
    }

    private CompletableFuture<PairSums> sum(
            PairTypes types, long element, TensorCursor a, TensorCursor b, int count, PairKernel.Observer observer) {
        Block blockA = a.retained();
        Block blockB = b.retained();
        int atA = a.position();
        int atB = b.position();
        return CompletableFuture.allOf(a.ready(), b.ready())
                .thenApplyAsync(
                        nothing -> {
                            PairSums sums = new PairSums();
                            new PairKernel(types)
                                    .add(sums, element, blockA.bytes(), atA, blockB.bytes(), atB, count, observer);
                            return sums;
                        },
                        workers.executor())
                .whenComplete((sums, failure) -> {
                    blockA.release();
                    blockB.release();
                });
    }

    private static Optional<Place> place(Stub stub, TensorEntry tensor) {
        Optional<ElementDecoder> decoder = ElementDecoder.of(tensor.dtype());
        long elements = tensor.shape().elements().orElse(-1);
        if (decoder.isEmpty() || elements < 0 || elements > Long.MAX_VALUE / 16) {
            return Optional.empty();
        }
        return TensorPlace.of(stub, tensor)
                .filter(place -> place.length() == elements * decoder.get().width())
                .map(place -> new Place(place.carrier(), place.offset(), place.length(), decoder.get()));
    }
}
