// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.ComputingStrategy;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Merges two stubs or more that come from one.
 *
 * <p>They are merged one after the other, as {@link StubMerge} does. A tensor that is in conflict on the way is settled by its
 * strategy over all sides at once, also those that left it alone, so that options of each model line up.
 */
public final class ManyWayMerge {
    private final Optional<Stub> base;
    private final List<Stub> sides;
    private final List<Map<ParameterName, TensorEntry>> byKey = new ArrayList<>();

    /**
     * Takes the sides, ours first.
     *
     * @param base what all come from, or nothing if all added the file
     */
    public ManyWayMerge(Optional<Stub> base, List<Stub> sides) {
        this.base = base;
        this.sides = List.copyOf(sides);
        this.sides.forEach(side -> byKey.add(Alignment.byKey(base, side)));
    }

    /** Reads and stores what a merge needs. */
    interface Engine {
        FrameStore frames() throws IOException;

        /** Makes sure that objects are here. */
        void require(Set<StoredObject> objects) throws IOException;

        Resolver resolver(StubMerge merge, Versions versions) throws IOException;
    }

    /**
     * Holds what came of it.
     *
     * @param merged the result
     * @param refused why strategies did not settle tensors, by key
     */
    public record Result(MergedStub merged, Map<ParameterName, String> refused) {}

    /** Merges, with the strategies that the rules have for what is in conflict. */
    Result merge(ParameterRules rules, Engine engine) throws IOException {
        Map<ParameterName, MergedStub.Conflict> conflicts = new TreeMap<>();
        boolean frameOpen = false;
        Stub merged = sides.get(0);
        for (Stub side : sides.subList(1, sides.size() - 1)) {
            StubMerge step = new StubMerge(base, merged, side);
            MergedStub result = step.finish(Settlement.NONE, engine.frames());
            result.open().forEach(open -> conflicts.putIfAbsent(open.sides().key(), open));
            frameOpen |= result.frameOpen();
            merged = result.stub();
        }
        StubMerge last = new StubMerge(base, merged, sides.get(sides.size() - 1));
        last.conflicts().forEach(open -> conflicts.putIfAbsent(open.sides().key(), open));
        List<MergedStub.Conflict> all = List.copyOf(conflicts.values());
        Map<ParameterName, StrategySpec> plan = MergeDriver.plan(all, rules);
        Resolver.Outcome outcome = new Resolver.Outcome(Map.of(), Map.of());
        if (!plan.isEmpty()) {
            engine.require(objects(plan));
            Versions versions = sides.size() == 2 ? Versions.of(last) : new AllSides();
            outcome = engine.resolver(last, versions).settle(all, plan);
        }
        MergedStub result = last.finish(Settlement.NONE.with(outcome.settled()), engine.frames());
        Map<ParameterName, MergedStub.Conflict> open = new LinkedHashMap<>();
        result.open().forEach(conflict -> open.put(conflict.sides().key(), conflict));
        for (MergedStub.Conflict conflict : all) {
            if (!outcome.settled().containsKey(conflict.sides().key())) {
                open.putIfAbsent(conflict.sides().key(), conflict);
            }
        }
        return new Result(
                new MergedStub(result.stub(), List.copyOf(open.values()), frameOpen || result.frameOpen()),
                outcome.refused());
    }

    private Set<StoredObject> objects(Map<ParameterName, StrategySpec> plan) {
        Set<StoredObject> objects = new LinkedHashSet<>();
        plan.forEach((key, spec) -> {
            if (spec.strategy() instanceof ComputingStrategy strategy) {
                Stream<TensorEntry> tensors =
                        byKey.stream().flatMap(side -> Optional.ofNullable(side.get(key)).stream());
                if (strategy.usesBase(spec.options())) {
                    tensors = Stream.concat(tensors, base.flatMap(stub -> stub.tensor(key)).stream());
                }
                tensors.forEach(tensor -> {
                    if (tensor instanceof ParameterEntry parameter) {
                        parameter.encoding().allSlices().forEach(slice -> objects.add(slice.object()));
                    }
                });
            }
        });
        return objects;
    }

    /** Gives strategies the versions of all sides; what they were merged to on the way does not count. */
    private final class AllSides implements Versions {
        @Override
        public Optional<TensorEntry> of(TensorSides tensor, Side side) throws StrategyException {
            if (side == Side.THEIRS) {
                throw new StrategyException("there are " + (sides.size() - 1) + " other sides, so that none of them is"
                        + " theirs: take ours, base or a strategy that computes");
            }
            if (side == Side.BASE && base.isEmpty()) {
                throw Versions.noBase();
            }
            return side == Side.BASE
                    ? tensor.base()
                    : Optional.ofNullable(byKey.get(0).get(tensor.key()));
        }

        @Override
        public Optional<TensorMerger.Version> base(TensorSides tensor) {
            return tensor.base().map(entry -> Versions.version(tensor, entry, "base", base.orElseThrow()));
        }

        @Override
        public List<TensorMerger.Version> models(TensorSides tensor) throws StrategyException {
            List<TensorMerger.Version> models = new ArrayList<>();
            for (int i = 0; i < sides.size(); i++) {
                TensorEntry entry = byKey.get(i).get(tensor.key());
                if (entry == null) {
                    throw Versions.removed(tensor);
                }
                models.add(Versions.version(tensor, entry, i == 0 ? "ours" : "side " + i, sides.get(i)));
            }
            return models;
        }
    }
}
