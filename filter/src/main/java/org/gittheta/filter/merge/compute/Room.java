// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import org.gittheta.storage.object.TemporaryFiles;

/**
 * Says where the decoded versions of a tensor are kept while a strategy looks at them several times.
 *
 * @param bytes up to how many bytes of all versions together are kept in memory
 * @param beyond where more are kept
 */
public record Room(long bytes, TemporaryFiles beyond) {
    private static final long USUAL_BYTES = 128L << 20;

    /** Keeps as much in memory as a merge may take. */
    public static Room usual(TemporaryFiles beyond) {
        return new Room(USUAL_BYTES, beyond);
    }
}
