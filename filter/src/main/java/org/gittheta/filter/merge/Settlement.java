// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Collects how conflicts of one checkpoint were settled.
 *
 * @param tensors by key; views that look into a settled tensor stand beside it
 * @param frame whose frame was chosen
 */
public record Settlement(Map<ParameterName, Settled> tensors, Optional<Side> frame) {
    /** Settles nothing. */
    public static final Settlement NONE = new Settlement(Map.of(), Optional.empty());

    /** Copies the map. */
    public Settlement {
        tensors = Map.copyOf(tensors);
    }

    /** Returns this with more tensors settled, or others. */
    public Settlement with(Map<ParameterName, Settled> more) {
        Map<ParameterName, Settled> all = new TreeMap<>(tensors);
        all.putAll(more);
        return new Settlement(all, frame);
    }

    /** Returns this with a side's frame. */
    public Settlement withFrame(Side side) {
        return new Settlement(tensors, Optional.of(side));
    }
}
