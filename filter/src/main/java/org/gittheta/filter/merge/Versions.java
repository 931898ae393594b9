// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/** Says what strategies may take for a tensor. */
interface Versions {
    /**
     * Returns what a side has.
     *
     * @throws StrategyException if there is no such side
     */
    Optional<TensorEntry> of(TensorSides sides, Side side) throws StrategyException;

    /** Returns the common version. */
    Optional<TensorMerger.Version> base(TensorSides sides);

    /**
     * Returns the models that are merged, ours first.
     *
     * @throws StrategyException if one of them lacks the tensor
     */
    List<TensorMerger.Version> models(TensorSides sides) throws StrategyException;

    /** Returns the versions of a merge of two sides. */
    static Versions of(StubMerge merge) {
        return new Versions() {
            @Override
            public Optional<TensorEntry> of(TensorSides sides, Side side) throws StrategyException {
                if (side == Side.BASE && merge.side(Side.BASE).isEmpty()) {
                    throw noBase();
                }
                return sides.of(side);
            }

            @Override
            public Optional<TensorMerger.Version> base(TensorSides sides) {
                return sides.base()
                        .map(tensor -> version(
                                sides, tensor, "base", merge.side(Side.BASE).orElseThrow()));
            }

            @Override
            public List<TensorMerger.Version> models(TensorSides sides) throws StrategyException {
                List<TensorMerger.Version> models = new ArrayList<>();
                for (Side side : List.of(Side.OURS, Side.THEIRS)) {
                    TensorEntry tensor = sides.of(side).orElseThrow(() -> removed(sides));
                    models.add(
                            version(sides, tensor, side.word(), merge.side(side).orElseThrow()));
                }
                return models;
            }
        };
    }

    /** Names a version for messages: {@code lm_head of theirs}. */
    static TensorMerger.Version version(TensorSides sides, TensorEntry tensor, String whose, Stub stub) {
        return new TensorMerger.Version(sides.key().escaped() + " of " + whose, stub, tensor);
    }

    /** Says that there is nothing to compute with. */
    static StrategyException removed(TensorSides sides) {
        return new StrategyException("one side has removed " + sides.key().escaped() + ": take ours, theirs or base");
    }

    /** Says that the sides come from nothing in common. */
    static StrategyException noBase() {
        return new StrategyException("there is no common version of this file");
    }
}
