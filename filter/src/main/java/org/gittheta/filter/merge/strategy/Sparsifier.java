// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Arrays;
import java.util.List;

/** Sets a part of what one model changed to zero. */
interface Sparsifier {
    /** Keeps everything. */
    Sparsifier NONE = (chunk, delta) -> {};

    /** Clears a part of a chunk's changes. */
    void clear(Chunk chunk, float[] delta);

    /** Returns what must be ranked before. */
    default List<Ranking> rankings() {
        return List.of();
    }

    /** Keeps the ⌊density · n⌋ largest, at least one unless the density is 0. */
    static Sparsifier largest(int model, long elements, double density) {
        if (density >= 1) {
            return NONE;
        }
        long kept = density <= 0 ? 0 : Math.max(1, (long) (density * elements));
        return new Ranked(model, elements, kept, 0);
    }

    /** Drops the ⌊gamma · n⌋ largest, then the smallest, until ⌊density · n⌋ are left. */
    static Sparsifier withoutOutliers(int model, long elements, double density, double gamma) {
        if (density >= 1) {
            return NONE;
        }
        long kept = (long) (density * elements);
        long smallest = Math.max(0, elements - kept - (long) (gamma * elements));
        return new Ranked(model, elements, elements - smallest, elements - smallest - kept);
    }

    /** Keeps each with a probability. */
    static Sparsifier random(Dice dice, double density) {
        if (density >= 1) {
            return NONE;
        }
        return (chunk, delta) -> {
            for (int i = 0; i < chunk.count(); i++) {
                if (dice.roll(chunk.first() + i) >= density) {
                    delta[i] = 0;
                }
            }
        };
    }

    /** Keeps each with a probability that grows with its rank in its row, from density − epsilon to density + epsilon. */
    static Sparsifier randomByRank(Dice dice, long rowLength, double density, double epsilon) {
        if (density >= 1) {
            return NONE;
        }
        return (chunk, delta) -> {
            for (int row = 0; row < chunk.count(); row += (int) rowLength) {
                int length = (int) Math.min(rowLength, chunk.count() - row);
                long[] order = new long[length];
                for (int i = 0; i < length; i++) {
                    order[i] = (long) (Float.floatToRawIntBits(delta[row + i]) & Integer.MAX_VALUE) << 32 | i;
                }
                Arrays.sort(order);
                for (int rank = 0; rank < length; rank++) {
                    int i = row + (int) order[rank];
                    double share = length == 1 ? 0 : (double) rank / (length - 1);
                    if (dice.roll(chunk.first() + i) >= density - epsilon + share * 2 * epsilon) {
                        delta[i] = 0;
                    }
                }
            }
        };
    }

    /** Keeps those from one rank to another. */
    final class Ranked implements Sparsifier {
        private final Ranking kept;
        private final Ranking outliers;

        Ranked(int model, long elements, long end, long begin) {
            kept = new Ranking(chunk -> chunk.delta(model), elements, (n, nonZero) -> end);
            outliers = new Ranking(chunk -> chunk.delta(model), elements, (n, nonZero) -> begin);
            hasOutliers = begin > 0;
        }

        private final boolean hasOutliers;

        @Override
        public List<Ranking> rankings() {
            return hasOutliers ? List.of(kept, outliers) : List.of(kept);
        }

        @Override
        public void clear(Chunk chunk, float[] delta) {
            kept.clear(chunk, delta, false);
            if (hasOutliers) {
                outliers.clear(chunk, delta, true);
            }
        }
    }
}
