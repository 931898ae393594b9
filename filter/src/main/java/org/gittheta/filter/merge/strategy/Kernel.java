// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Optional;

/** Merges one tensor, chunk by chunk, after as many looks at all of it as the formula needs. */
public interface Kernel {
    /** Returns the next look that is needed, or nothing once chunks can be merged; asked when the one before ended. */
    default Optional<Pass<?>> nextPass() throws StrategyException {
        return Optional.empty();
    }

    /** Computes the merged values of a chunk; by several threads at once. */
    void merge(Chunk chunk, float[] into);

    /**
     * Looks at all elements once.
     *
     * @param <T> what is found in one chunk
     */
    interface Pass<T> {
        /** Looks at a chunk; by several threads at once. */
        T look(Chunk chunk);

        /** Takes what was found; by one thread, in the order of the chunks. */
        void add(T found);
    }
}
