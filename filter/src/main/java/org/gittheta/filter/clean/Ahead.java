// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what comes later in something that is being read from front to back. */
@FunctionalInterface
interface Ahead {
    /** Knows nothing of what comes. */
    Ahead NOTHING = (at, into) -> -1;

    /**
     * Reads some bytes.
     *
     * @param at where they are, from the first byte on
     * @param into takes them
     * @return their number, or -1 if they cannot be read yet
     */
    int read(long at, ByteBuffer into) throws IOException;
}
