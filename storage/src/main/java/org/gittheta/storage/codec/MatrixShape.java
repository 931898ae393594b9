// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.Optional;

/**
 * Describes a parameter as a matrix: its first extent, and all others together.
 *
 * @param rows its rows
 * @param columns its columns
 */
record MatrixShape(int rows, int columns) {
    /** A matrix below this size has nothing to gain. */
    private static final int SMALLEST = 16;

    /** Returns the matrix that a parameter and its base are, if all of both can be looked at, and they are as large, and of real numbers. */
    static Optional<MatrixShape> of(DeltaCodec.Change change, ElementLayout layout, ElementLayout base) {
        long[] extents = change.shape().extents();
        if (!change.isWhole() || extents.length < 2 || !layout.isConvertible() || !base.isConvertible()) {
            return Optional.empty();
        }
        long elements = change.size() / layout.width();
        long rows = extents[0];
        if (rows < SMALLEST
                || elements % rows != 0
                || elements / rows < SMALLEST
                || Math.max(rows, elements / rows) > Integer.MAX_VALUE
                || elements * layout.width() != change.size()
                || elements * base.width() != change.baseSize()) {
            return Optional.empty();
        }
        return Optional.of(new MatrixShape((int) rows, (int) (elements / rows)));
    }
}
