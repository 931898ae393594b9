// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Draws the same numbers for the same tensor, model and seed, for each element by its index. */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    Dice(String name, int model, long seed) {
        long state = mix(seed + GOLDEN * (model + 1));
        for (int i = 0; i < name.length(); i++) {
            state = mix(state + GOLDEN ^ name.charAt(i));
        }
        this.seed = state;
    }

    /** Returns a number from 0 inclusive to 1 exclusive. */
    double roll(long element) {
        return (mix(seed + GOLDEN * (element + 1)) >>> 11) * 0x1p-53;
    }

    /** Mixes 64 bits (the finalizer of SplitMix64: Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
