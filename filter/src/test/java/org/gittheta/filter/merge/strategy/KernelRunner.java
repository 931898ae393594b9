// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Arrays;
import java.util.Optional;

/** Merges arrays as an engine would: all looks, then the merge, in chunks. */
final class KernelRunner {
    private KernelRunner() {}

    /** Merges tensors of rows of that length. */
    static float[] merge(StrategySpec spec, int rowLength, int chunk, float[] base, float[]... models)
            throws StrategyException {
        ComputingStrategy strategy = (ComputingStrategy) spec.strategy();
        int count = models[0].length;
        boolean usesBase = strategy.usesBase(spec.options());
        Kernel kernel = strategy.kernel(new Problem("w", count, rowLength, models.length), spec.options());
        for (Optional<Kernel.Pass<?>> pass = kernel.nextPass(); pass.isPresent(); pass = kernel.nextPass()) {
            for (int first = 0; first < count; first += chunk) {
                look(pass.get(), chunk(first, Math.min(chunk, count - first), usesBase, base, models));
            }
        }
        float[] merged = new float[count];
        for (int first = 0; first < count; first += chunk) {
            int length = Math.min(chunk, count - first);
            float[] part = new float[length];
            kernel.merge(chunk(first, length, usesBase, base, models), part);
            System.arraycopy(part, 0, merged, first, length);
        }
        return merged;
    }

    private static <T> void look(Kernel.Pass<T> pass, Chunk chunk) {
        pass.add(pass.look(chunk));
    }

    private static Chunk chunk(int first, int length, boolean usesBase, float[] base, float[]... models) {
        Chunk chunk = new Chunk(length, models.length, usesBase);
        chunk.begin(first, length);
        if (usesBase) {
            System.arraycopy(base, first, chunk.base(), 0, length);
        }
        for (int m = 0; m < models.length; m++) {
            System.arraycopy(Arrays.copyOfRange(models[m], first, first + length), 0, chunk.model(m), 0, length);
        }
        return chunk;
    }
}
