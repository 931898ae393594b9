// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes several looks at the same elements in one pass. */
final class Passes implements Kernel.Pass<Object[]> {
    private final List<Kernel.Pass<?>> passes;

    private Passes(List<Kernel.Pass<?>> passes) {
        this.passes = passes;
    }

    /** Returns the next look of every ranking that needs one. */
    static Optional<Kernel.Pass<?>> next(Iterable<Ranking> rankings) {
        List<Kernel.Pass<?>> passes = new ArrayList<>();
        rankings.forEach(ranking -> ranking.nextPass().ifPresent(passes::add));
        return passes.isEmpty() ? Optional.empty() : Optional.of(new Passes(passes));
    }

    @Override
    public Object[] look(Chunk chunk) {
        return passes.stream().map(pass -> pass.look(chunk)).toArray();
    }

    @Override
    public void add(Object[] found) {
        List<Object> parts = Arrays.asList(found);
        for (int i = 0; i < passes.size(); i++) {
            add(passes.get(i), parts.get(i));
        }
    }

    @SuppressWarnings("unchecked") // what a pass found goes back to it
    private static <T> void add(Kernel.Pass<T> pass, Object found) {
        pass.add((T) found);
    }
}
