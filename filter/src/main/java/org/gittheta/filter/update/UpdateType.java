// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Map;
import java.util.Set;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.storage.tensor.Shape;

/**
 * Computes a parameter from its last version and some tensors of an update file.
 *
 * <p>A type is found by {@link java.util.ServiceLoader} under its name, has no state and may be used by several threads at once.
 */
public interface UpdateType {
    /** Returns the name that people type: lower-case letters, digits and hyphens. */
    String name();

    /** Returns the names of the tensors that make one update: all of them are there when a kernel is asked for. */
    Set<String> keys();

    /**
     * Returns what computes the new values from the old ones, which are {@link org.gittheta.filter.merge.strategy.Chunk#model} 0.
     *
     * <p>The formula must give the same bits on every machine: each operation in float64 or float32, in an order that is written
     * down, none of them fused. What is computed is rounded to the parameter's type, to the nearest, ties to even.
     *
     * @param parts the update's tensors by key
     * @param shape the parameter's shape
     * @throws UpdateException if they do not fit it
     */
    Kernel kernel(Map<String, UpdatePart> parts, Shape shape) throws UpdateException;
}
