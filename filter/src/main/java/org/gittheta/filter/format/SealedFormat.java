// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * Is a format whose files have checksums of stretches in which parameters lie. They are in the frame, unless each is of one
 * parameter alone, and so do not hold for a file whose parameters come from several.
 */
public interface SealedFormat extends MergeableFormat {
    /**
     * Returns the checksums.
     *
     * @param file the whole checkpoint, open for reading; the bytes of parameters may be anything
     * @throws MalformedCheckpointException if the file breaks a rule of the format
     */
    List<Seal> seals(SeekableByteChannel file) throws IOException, MalformedCheckpointException;

    /**
     * Is the CRC-32 of a stretch; stretches do not overlap.
     *
     * @param from where the stretch begins in the file
     * @param to where it ends
     * @param places where the checksum lies, four bytes, little-endian, each time
     */
    record Seal(long from, long to, List<Long> places) {
        /** Copies the list. */
        public Seal {
            places = List.copyOf(places);
        }
    }
}
