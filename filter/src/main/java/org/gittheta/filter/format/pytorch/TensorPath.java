// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Is the way from the root of a pickle to a value: keys and indexes, the last one first. */
final class TensorPath {
    static final int MOST_CHARS = 4096;

    private final TensorPath parent;
    private final String key;
    private final int length;

    private TensorPath(TensorPath parent, String key, int length) {
        this.parent = parent;
        this.key = key;
        this.length = length;
    }

    /** Returns the way of no steps from a root that has a name, or from one that has none if it is empty. */
    static TensorPath root(String name) {
        return new TensorPath(null, name, name.length());
    }

    TensorPath then(String next) throws MalformedCheckpointException {
        if (next.length() >= MOST_CHARS - length) {
            throw new MalformedCheckpointException("the name of a tensor is longer than " + MOST_CHARS + " characters");
        }
        boolean first = parent == null && key.isEmpty();
        return new TensorPath(this, next, length + next.length() + (first ? 0 : 1));
    }

    /** Returns the number of characters of the name. */
    int length() {
        return length;
    }

    /** Joins the steps with dots. */
    String text() {
        Deque<String> keys = new ArrayDeque<>();
        for (TensorPath step = this; step != null; step = step.parent) {
            if (step.parent != null || !step.key.isEmpty()) {
                keys.addFirst(step.key);
            }
        }
        return String.join(".", keys);
    }
}
