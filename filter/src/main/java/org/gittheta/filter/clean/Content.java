// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

/** Shows what a parameter will be stored from, so that an encoding can be chosen; for one thread at a time. */
interface Content {
    /** Returns how many of the parameter's bytes can be shown, from the first on. */
    long length();

    /** Returns the number of places by which it is judged. */
    int samples();

    /**
     * Shows some bytes, until the next are asked for.
     *
     * @param from the first of them
     * @param length their number, at most 1 MiB; none lies behind {@link #length}
     * @throws LostContentException if they cannot be read any more
     */
    Run run(long from, int length) throws LostContentException;

    /**
     * Holds bytes that lie one after the other.
     *
     * @param from where they begin in the array
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Run(byte[] bytes, int from) {}
}
