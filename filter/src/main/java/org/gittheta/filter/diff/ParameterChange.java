// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.util.Optional;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Describes how one parameter differs between two stubs.
 *
 * @param kind in what way
 * @param before the parameter before; nothing if it was added
 * @param after the parameter after; nothing if it was removed
 */
public record ParameterChange(Kind kind, Optional<TensorEntry> before, Optional<TensorEntry> after) {
    /** Names the ways in which a parameter may differ, the letter that stands for each as in git's name-status. */
    public enum Kind {
        /** Other numbers, in the same type and shape. */
        MODIFIED('M'),
        /** Only the second has it. */
        ADDED('A'),
        /** Only the first has it. */
        REMOVED('D'),
        /** The same bytes under another name. */
        RENAMED('R'),
        /** Another element type, in the same shape. */
        DTYPE('T'),
        /** Another shape. */
        SHAPE('S');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** Returns its letter. */
        public char letter() {
            return letter;
        }
    }

    /** Returns the parameter as it is now, or as it was if it is gone. */
    public TensorEntry latest() {
        return after.or(() -> before).orElseThrow();
    }

    /** Tells whether both sides have values that stand opposite each other and differ. */
    public boolean isComparable() {
        return kind == Kind.MODIFIED || kind == Kind.DTYPE;
    }
}
