// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import org.gittheta.storage.tensor.Shape;

/**
 * Describes one generated parameter.
 *
 * @param name the parameter's name
 * @param shape its extents, outermost first
 * @param seed the seed of its values
 * @param changes how often its values were nudged, as a training step does
 */
public record SyntheticParameter(String name, Shape shape, long seed, int changes) {
    /** Returns the number of elements. */
    public long elements() {
        return shape.elements().orElseThrow();
    }

    SyntheticParameter changed(int times) {
        return new SyntheticParameter(name, shape, seed, changes + times);
    }
}
