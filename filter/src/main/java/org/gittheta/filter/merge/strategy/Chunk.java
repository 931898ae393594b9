// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds a run of one tensor's elements, of every model; its arrays may be longer than the run. For one thread at a time.
 */
public final class Chunk {
    private final int capacity;
    private final float[] base;
    private final float[][] models;
    private final List<float[]> spare = new ArrayList<>();
    private long first;
    private int count;

    /**
     * Makes room.
     *
     * @param capacity the most elements
     * @param models the number of models
     * @param hasBase whether the common version's values are there, too
     */
    public Chunk(int capacity, int models, boolean hasBase) {
        this.capacity = capacity;
        this.models = new float[models][capacity];
        base = hasBase ? new float[capacity] : new float[0];
    }

    /** Begins a run. */
    public void begin(long firstElement, int elements) {
        first = firstElement;
        count = elements;
    }

    /** Returns the index of the first element, in C order. */
    public long first() {
        return first;
    }

    /** Returns the number of elements. */
    public int count() {
        return count;
    }

    /** Returns the common version's values; none if the strategy does not use them. */
    public float[] base() {
        return base;
    }

    /** Returns a model's values. */
    public float[] model(int model) {
        return models[model];
    }

    /** Returns an array of some content for intermediate values; the same for the same number. */
    float[] spare(int number) {
        while (spare.size() <= number) {
            spare.add(new float[capacity]);
        }
        return spare.get(number);
    }

    /** Returns a model's values less the base's, in the spare array of its number. */
    float[] delta(int model) {
        float[] values = models[model];
        float[] delta = spare(model);
        for (int i = 0; i < count; i++) {
            delta[i] = values[i] - base[i];
        }
        return delta;
    }
}
