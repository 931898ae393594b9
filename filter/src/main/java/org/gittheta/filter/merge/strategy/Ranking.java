// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds, without sorting, which elements come first when a tensor's elements are ordered by magnitude, the largest
 * first and of equal ones the one with the lowest index.
 *
 * <p>It looks twice: at the upper half of the magnitudes' bits, then at the lower half of those that share the upper half of
 * the last that is taken. Only where too many do, it looks a third time, to count those equal to it in each chunk.
 */
final class Ranking {
    private static final int HALF = 16;
    private static final int BINS = 1 << HALF;

    /** Lower halves that are held from the second look on. */
    private static final int MOST_HELD = 1 << 22;

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
    private long held;
    private final List<Halves> halves = new ArrayList<>();
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
            case 1 -> Optional.of(new UpperHalves());
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
        return Optional.of(new LowerHalves());
    }

    private Optional<Kernel.Pass<?>> afterLowerHalf() {
        int lower = findBin();
        threshold = upper << HALF | lower;
        // Zeros change nothing, whichever of them are taken.
        boolean isAll = counts[lower] == equalWanted || threshold == 0;
        if (isAll) {
            equalWanted = Long.MAX_VALUE;
        } else if (held <= MOST_HELD) {
            halves.forEach(chunk -> countEqual(chunk.first(), chunk.equal((char) lower)));
        }
        halves.clear();
        return isAll || held <= MOST_HELD ? Optional.empty() : Optional.of(new EqualCount());
    }

    private void countEqual(long first, long count) {
        equalBefore.put(first, equalSeen);
        equalSeen += count;
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
        if (which != Which.SOME) {
            if ((which == Which.ALL) == first) {
                Arrays.fill(ranked, 0, chunk.count(), 0);
            }
            return;
        }
        long left = equalWanted == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : equalWanted - equalBefore.getOrDefault(chunk.first(), 0L);
        boolean isCut = left > 0 && left < chunk.count();
        // By masks: which element is larger is as good as random, and a branch would be guessed wrongly half of the
        // time.
        int flip = first ? -1 : 0;
        int keptEqual = isCut || left > 0 != first ? -1 : 0;
        for (int i = 0; i < chunk.count(); i++) {
            int value = Float.floatToRawIntBits(ranked[i]);
            int magnitude = value & Integer.MAX_VALUE;
            int isLarger = (threshold - magnitude) >> 31;
            int isEqual = ((magnitude ^ threshold) - 1) >> 31;
            ranked[i] = Float.intBitsToFloat(value & (((isLarger ^ flip) & ~isEqual) | (keptEqual & isEqual)));
        }
        if (isCut) {
            clearEqual(chunk, ranked, first, left);
        }
    }

    private void clearEqual(Chunk chunk, float[] ranked, boolean first, long wanted) {
        long left = wanted;
        for (int i = 0; i < chunk.count(); i++) {
            if (bits(ranked[i]) == threshold) {
                if (left > 0 == first) {
                    ranked[i] = 0;
                }
                left--;
            }
        }
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(int[] bins, int zeros) {}

    private final class UpperHalves implements Kernel.Pass<Found> {
        @Override
        public Found look(Chunk chunk) {
            float[] ranked = values.apply(chunk);
            int[] bins = new int[BINS];
            int zero = 0;
            for (int i = 0; i < chunk.count(); i++) {
                int bits = bits(ranked[i]);
                bins[bits >>> HALF]++;
                zero += bits == 0 ? 1 : 0;
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

    /** Holds the lower halves of those elements of a chunk that have the upper half of the last that is taken. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Halves(long first, char[] lower) {
        long equal(char wanted) {
            long equal = 0;
            for (char half : lower) {
                equal += half == wanted ? 1 : 0;
            }
            return equal;
        }
    }

    private final class LowerHalves implements Kernel.Pass<Halves> {
        @Override
        public Halves look(Chunk chunk) {
            float[] ranked = values.apply(chunk);
            char[] lower = new char[chunk.count() + 1];
            int found = 0;
            for (int i = 0; i < chunk.count(); i++) {
                int bits = bits(ranked[i]);
                // Written always, and written over unless it counts, which again no processor can guess.
                lower[found] = (char) bits;
                found -= (((bits >>> HALF) ^ upper) - 1) >> 31;
            }
            return new Halves(chunk.first(), Arrays.copyOf(lower, found));
        }

        @Override
        public void add(Halves found) {
            for (char half : found.lower()) {
                counts[half]++;
            }
            held += found.lower().length;
            if (held <= MOST_HELD) {
                halves.add(found);
            } else {
                halves.clear();
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
            countEqual(found.first(), found.count());
        }
    }
}
