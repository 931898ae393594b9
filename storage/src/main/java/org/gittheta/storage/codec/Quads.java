// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

/**
 * Computes {@link Differences} of four 16-bit elements at once, side by side in a {@code long}; no bit crosses from one to
 * the next.
 */
final class Quads {
    private static final long LOW = 0x0001_0001_0001_0001L;
    private static final long TOP = 0x8000_8000_8000_8000L;

    private Quads() {}

    /** Returns the folded differences of elements from their predictions. */
    static long fold(long elements, long predictions, int invert) {
        long x = map(elements, invert * LOW);
        long p = map(predictions, invert * LOW);
        long d = ((x | TOP) - (p & ~TOP)) ^ ((x ^ ~p) & TOP);
        return ((d << 1) & ~LOW) ^ spread((d >>> 15) & LOW);
    }

    /** Returns the elements of which {@link #fold} made the differences. */
    static long unfold(long predictions, long folded, int invert) {
        long p = map(predictions, invert * LOW);
        long d = ((folded >>> 1) & ~TOP) ^ spread(folded & LOW);
        long x = ((p & ~TOP) + (d & ~TOP)) ^ ((p ^ d) & TOP);
        return map(x, invert * LOW);
    }

    /** Inverts some bits of those elements whose top bit is set. */
    private static long map(long elements, long invert) {
        return elements ^ (spread((elements >>> 15) & LOW) & invert);
    }

    /** Sets all bits of each element whose lowest, and only, bit is set. */
    private static long spread(long bits) {
        return (bits << 16) - bits;
    }
}
