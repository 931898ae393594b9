// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds, without sorting, which elements come first when a tensor's elements are ordered by magnitude, the largest
 * first and of equal ones the one with the lowest index.
 *
 * <p>It looks three times at most: a histogram of the upper half of the magnitudes' bits, one of the lower half among
 * those that share the upper half of the last that is taken, and a count of those equal to it in each chunk.
 */
final class Ranking {
    private static final int HALF = 16;
    private static final int BINS = 1 << HALF;
    private static final int LOWER_HALF = BINS - 1;

    /** Which elements come first. */
    private enum Which {
        NONE,
        SOME,
        ALL
    }

    private final Function<Chunk, float[]> values;
    private final Share share;
    private final long elements;
    private int looks;
    private long[] counts = new long[BINS];
    private long zeros;
    private Which which = Which.SOME;
    private int upper;
    private int threshold;
    private long equalWanted;
    private long equalSeen;
    private final Map<Long, Long> equalBefore = new HashMap<>();

    /** Says how many come first. */
    interface Share {
        /** Returns their number, given that of all and that of those that are not zero. */
        long of(long elements, long nonZero);
    }

    /** Takes what gives the values of a chunk to rank. */
    Ranking(Function<Chunk, float[]> values, long elements, Share share) {
        this.values = values;
        this.elements = elements;
        this.share = share;
    }

    /** Returns the next look, or nothing when the order is known. */
    Optional<Kernel.Pass<?>> nextPass() {
        looks++;
        return switch (looks) {
            case 1 -> Optional.of(new Histogram(false));
            case 2 -> afterUpperHalf();
            case 3 -> which == Which.SOME ? afterLowerHalf() : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Kernel.Pass<?>> afterUpperHalf() {
        equalWanted = share.of(elements, elements - zeros);
        if (equalWanted <= 0 || equalWanted >= elements) {
            which = equalWanted <= 0 ? Which.NONE : Which.ALL;
            return Optional.empty();
        }
        upper = findBin();
        counts = new long[BINS];
        return Optional.of(new Histogram(true));
    }

    private Optional<Kernel.Pass<?>> afterLowerHalf() {
        int lower = findBin();
        threshold = upper << HALF | lower;
        // Zeros change nothing, whichever of them are taken.
        boolean isAll = counts[lower] == equalWanted || threshold == 0;
        if (isAll) {
            equalWanted = Long.MAX_VALUE;
            return Optional.empty();
        }
        return Optional.of(new EqualCount());
    }

    /** Returns the bin of the last one wanted, and leaves how many are wanted of that bin. */
    private int findBin() {
        int bin = BINS - 1;
        while (counts[bin] < equalWanted) {
            equalWanted -= counts[bin];
            bin--;
        }
        return bin;
    }

    /** Sets to zero what comes first, or what does not, of a chunk's values. */
    void clear(Chunk chunk, float[] ranked, boolean first) {
        long equalLeft = equalWanted == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : equalWanted - equalBefore.getOrDefault(chunk.first(), 0L);
        for (int i = 0; i < chunk.count(); i++) {
            boolean isFirst = which == Which.ALL;
            if (which == Which.SOME) {
                int bits = bits(ranked[i]);
                isFirst = bits > threshold || (bits == threshold && equalLeft-- > 0);
            }
            if (isFirst == first) {
                ranked[i] = 0;
            }
        }
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(int[] bins, int zeros) {}

    private final class Histogram implements Kernel.Pass<Found> {
        private final boolean isOfLower;

        Histogram(boolean isOfLower) {
            this.isOfLower = isOfLower;
        }

        @Override
        public Found look(Chunk chunk) {
            float[] ranked = values.apply(chunk);
            int[] bins = new int[BINS];
            int zero = 0;
            for (int i = 0; i < chunk.count(); i++) {
                int bits = bits(ranked[i]);
                if (!isOfLower) {
                    bins[bits >>> HALF]++;
                    zero += bits == 0 ? 1 : 0;
                } else if (bits >>> HALF == upper) {
                    bins[bits & LOWER_HALF]++;
                }
            }
            return new Found(bins, zero);
        }

        @Override
        public void add(Found found) {
            zeros += found.zeros();
            for (int i = 0; i < BINS; i++) {
                counts[i] += found.bins()[i];
            }
        }
    }

    private record Equal(long first, long count) {}

    private final class EqualCount implements Kernel.Pass<Equal> {
        @Override
        public Equal look(Chunk chunk) {
            float[] ranked = values.apply(chunk);
            long equal = 0;
            for (int i = 0; i < chunk.count(); i++) {
                equal += bits(ranked[i]) == threshold ? 1 : 0;
            }
            return new Equal(chunk.first(), equal);
        }

        @Override
        public void add(Equal found) {
            equalBefore.put(found.first(), equalSeen);
            equalSeen += found.count();
        }
    }
}
