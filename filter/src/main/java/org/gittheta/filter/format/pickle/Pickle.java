// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.io.IOException;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;

/**
 * Holds what a pickle describes.
 *
 * <p>The opcodes are those of Python's {@code pickletools}, protocols 0 to 5, without the extension registry and
 * out-of-band buffers. Memory is bounded by a multiple of the input's length; a pickle of more than {@link #MOST_BYTES}
 * bytes or {@link #MOST_VALUES} values is refused.
 *
 * @param root the object
 * @param persistents every persistent id that was read, in the order of the pickle
 */
public record Pickle(PickleValue root, List<Persistent> persistents) {
    /** The most bytes a pickle may have. */
    public static final int MOST_BYTES = 1 << 26;

    /** The most values a pickle may make, have on its stack at one time, or remember. */
    public static final int MOST_VALUES = 1 << 21;

    /** Copies the list. */
    public Pickle {
        persistents = List.copyOf(persistents);
    }

    /**
     * Reads one pickle and stops right after its STOP.
     *
     * @throws MalformedCheckpointException if it is damaged, too large, or wants what is not allowed
     */
    public static Pickle read(PickleSource source) throws IOException, MalformedCheckpointException {
        return new PickleReader(source).read();
    }
}
