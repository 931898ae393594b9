// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

/** Predicts the elements of a block from those of its base's block; safe for use by several threads. */
interface Predictor {
    /** Tells whether the prediction is the base's own bytes, so that {@link #predict} need not be called. */
    boolean isBase();

    /**
     * Predicts.
     *
     * @param base the base's elements
     * @param first the number of the block's first element in the parameter
     * @param out takes the prediction, in the parameter's layout; may be {@code base} if both have one width
     * @param elements their number
     */
    void predict(byte[] base, long first, byte[] out, int elements);
}
