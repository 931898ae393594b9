// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;

/**
 * Turns blobs into others that stand for the same bytes. What becomes of a blob depends on its bytes alone.
 *
 * <p>First it is shown all blobs, then it gets what is not here, then it converts.
 */
interface Converter {
    /** Says what is to happen to a blob. */
    enum Verdict {
        /** It is something else, and stays. */
        LEAVE,
        /** It is in the wanted form already. */
        DONE,
        /** It is to be converted. */
        CONVERT
    }

    /** Looks at a blob and notes what it takes to convert it. */
    Verdict look(String path, ObjectReader.Head blob) throws IOException;

    /** Downloads what the blobs that were looked at need and is not here. */
    void fetch() throws IOException;

    /**
     * Converts a blob.
     *
     * @return the id of the new one, and the length of the file in bytes
     */
    Converted convert(String path, ObjectReader.Head blob) throws IOException;

    /**
     * Is what became of a blob.
     *
     * @param blob the id of the new one
     * @param fileBytes the length of the file that both stand for
     */
    record Converted(String blob, long fileBytes) {}
}
