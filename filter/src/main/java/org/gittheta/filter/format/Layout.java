// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.util.List;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Lists where the parameters of a file lie, in any order; they must not overlap.
 *
 * @param parameters the parameters with their offsets
 * @param checksums four-byte runs that may be the CRC-32 of a parameter that ends before them; see {@link
 *     CheckpointInput#crc32Of}
 */
public record Layout(List<Extent> parameters, List<Checksum> checksums) {
    /** Copies the lists. */
    public Layout {
        parameters = List.copyOf(parameters);
        checksums = List.copyOf(checksums);
    }

    /**
     * Places a parameter.
     *
     * @param offset the offset of its first byte in the file
     * @param parameter the parameter
     */
    public record Extent(long offset, LocatedParameter parameter) {}

    /**
     * Places a checksum.
     *
     * @param offset the offset of its first byte in the file
     * @param of the parameter it sums
     */
    public record Checksum(long offset, ParameterName of) {}
}
