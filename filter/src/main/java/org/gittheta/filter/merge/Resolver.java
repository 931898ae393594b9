// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.ChoosingStrategy;
import org.gittheta.filter.merge.strategy.ComputingStrategy;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Settles conflicts of one checkpoint with strategies. */
public final class Resolver {
    private final StubMerge merge;
    private final Versions versions;
    private final ParameterAdder adder;
    private final TensorMerger merger;

    /** Takes the merge, what there is of each tensor, what stores new parameters, and what computes them. */
    Resolver(StubMerge merge, Versions versions, ParameterAdder adder, TensorMerger merger) {
        this.merge = merge;
        this.versions = versions;
        this.adder = adder;
        this.merger = merger;
    }

    /**
     * Holds what came of it.
     *
     * @param settled what is settled, views beside what they look into
     * @param refused why others are not, by key
     */
    public record Outcome(Map<ParameterName, Settled> settled, Map<ParameterName, String> refused) {}

    /** Returns every run of an object that {@link #settle} reads. */
    static List<Slice> slices(List<MergedStub.Conflict> conflicts, Map<ParameterName, StrategySpec> plan) {
        List<Slice> slices = new ArrayList<>();
        for (MergedStub.Conflict conflict : conflicts) {
            StrategySpec spec = plan.get(conflict.sides().key());
            if (spec != null && spec.strategy() instanceof ComputingStrategy strategy) {
                Stream.of(conflict.sides().ours(), conflict.sides().theirs()).forEach(tensor -> add(slices, tensor));
                if (strategy.usesBase(spec.options())) {
                    add(slices, conflict.sides().base());
                }
            }
        }
        return slices;
    }

    private static void add(List<Slice> slices, Optional<TensorEntry> tensor) {
        if (tensor.orElse(null) instanceof ParameterEntry parameter) {
            slices.addAll(parameter.encoding().allSlices());
        }
    }

    /** Is a tensor that is being computed. */
    private record Computing(
            MergedStub.Conflict conflict, StrategySpec spec, ParameterAdder.Adding adding, List<View> views) {}

    /** Pairs a view into a tensor that is being computed with the run that it sees. */
    private record View(TensorSides sides, ViewEntry entry, Optional<ParameterAdder.Run> run) {}

    /**
     * Settles.
     *
     * @param conflicts what is open
     * @param plan the strategy of each conflict, by key; others stay open
     */
    public Outcome settle(List<MergedStub.Conflict> conflicts, Map<ParameterName, StrategySpec> plan)
            throws IOException {
        Map<ParameterName, Settled> settled = new TreeMap<>();
        Map<ParameterName, String> refused = new LinkedHashMap<>();
        List<Computing> computing = new ArrayList<>();
        try {
            for (MergedStub.Conflict conflict : conflicts) {
                ParameterName key = conflict.sides().key();
                StrategySpec spec = plan.get(key);
                try {
                    if (spec != null && spec.strategy() instanceof ChoosingStrategy choice) {
                        choose(conflict.sides(), choice.side(), spec, settled);
                    } else if (spec != null) {
                        computing.add(compute(conflict, spec));
                    }
                } catch (StrategyException e) {
                    refused.put(key, e.getMessage());
                }
            }
        } finally {
            if (!computing.isEmpty() || !refused.isEmpty()) {
                adder.finish();
            }
        }
        for (Computing one : computing) {
            take(one, settled);
        }
        return new Outcome(settled, refused);
    }

    private void choose(TensorSides sides, Side side, StrategySpec spec, Map<ParameterName, Settled> settled)
            throws StrategyException {
        settled.put(sides.key(), new Settled(spec.text(), versions.of(sides, side)));
        for (TensorSides view : merge.viewsInto(sides.key())) {
            settled.put(view.key(), new Settled(spec.text(), versions.of(view, side)));
        }
    }

    private Computing compute(MergedStub.Conflict conflict, StrategySpec spec) throws IOException {
        TensorSides sides = conflict.sides();
        List<TensorMerger.Version> models = versions.models(sides);
        List<View> views = new ArrayList<>();
        List<ParameterAdder.Run> runs = new ArrayList<>();
        for (TensorSides view : merge.viewsInto(sides.key())) {
            if (view.ours().orElse(null) instanceof ViewEntry entry) {
                Optional<ParameterAdder.Run> run = ParameterAdder.Run.of(entry);
                run.ifPresent(runs::add);
                views.add(new View(view, entry, run));
            }
        }
        return new Computing(conflict, spec, merger.merge(spec, versions.base(sides), models, runs), views);
    }

    private static void take(Computing one, Map<ParameterName, Settled> settled) throws IOException {
        ParameterEntry entry = one.adding().entry();
        String how = one.spec().text();
        settled.put(one.conflict().sides().key(), new Settled(how, Optional.of(entry)));
        for (View view : one.views()) {
            ViewEntry old = view.entry();
            Optional<Sha256> sha256 = view.run().isPresent()
                    ? Optional.of(one.adding().hashOf(view.run().get()))
                    : Optional.empty();
            ViewEntry now = new ViewEntry(
                    old.name(), old.dtype(), old.shape(), old.target(), old.offset(), sha256, old.strides());
            settled.put(view.sides().key(), new Settled(how, Optional.of(now)));
        }
    }
}
