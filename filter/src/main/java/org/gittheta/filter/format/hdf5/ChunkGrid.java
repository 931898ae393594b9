// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.Shape;

/**
 * Numbers the chunks of a dataset: in C order over all that there may ever be, with the dimension that has no limit before the others.
 */
final class ChunkGrid {
    private final long[] extents;
    private final long[] counts;
    private final int slowest;

    /**
     * Takes the shape of a chunk.
     *
     * @param chunk its extents, of at least 1
     * @param limits how long each dimension may get, or -1
     */
    ChunkGrid(Shape chunk, Shape shape, long[] limits) {
        extents = chunk.extents();
        counts = new long[extents.length];
        int unlimited = 0;
        for (int d = 0; d < counts.length; d++) {
            long most = limits.length > d ? limits[d] : shape.extents()[d];
            if (most < 0) {
                unlimited = d;
            }
            counts[d] = most <= 0 ? 1 : (most - 1) / extents[d] + 1;
        }
        slowest = unlimited;
    }

    /** Returns the place of a chunk's first element. */
    long[] place(long number) throws MalformedCheckpointException {
        long[] place = new long[counts.length];
        long left = number;
        for (int d = counts.length - 1; d >= 0; d--) {
            if (d != slowest) {
                place[d] = left % counts[d];
                left /= counts[d];
            }
        }
        if (counts.length > 0) {
            place[slowest] = left;
        } else if (left != 0) {
            throw new MalformedCheckpointException("a dataset has more chunks than it may");
        }
        return scaled(place);
    }

    /** Returns the number of a chunk at a place in the grid that lies in it. */
    long number(long[] place) {
        long number = counts.length > 0 ? place[slowest] : 0;
        for (int d = 0; d < counts.length; d++) {
            number = d == slowest ? number : number * counts[d] + place[d];
        }
        return number;
    }

    /** Turns a place in the grid into that of a chunk's first element. */
    long[] scaled(long[] place) throws MalformedCheckpointException {
        long[] first = new long[place.length];
        for (int d = 0; d < place.length; d++) {
            if (place[d] < 0 || place[d] > Long.MAX_VALUE / extents[d]) {
                throw new MalformedCheckpointException("a chunk lies at no place");
            }
            first[d] = place[d] * extents[d];
        }
        return first;
    }
}
