// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Gives a {@link StreamedFormat} a checkpoint from front to back. What the format reads becomes part of the frame; what
 * it declares as a parameter is consumed and stored.
 */
public interface CheckpointInput {
    /** Returns the offset in the file of the next byte. */
    long position();

    /**
     * Reads the next byte into the frame.
     *
     * @return the byte, 0 to 255, or -1 at the end of the file
     * @throws MalformedCheckpointException if the frame grows past its limit
     */
    int readFrameByte() throws IOException, MalformedCheckpointException;

    /**
     * Reads exactly the next bytes into the frame.
     *
     * @param length their number; not trusted, the limit of the frame holds before anything is allocated
     * @throws MalformedCheckpointException if the file ends before, or the frame grows past its limit
     */
    byte[] readFrame(long length) throws IOException, MalformedCheckpointException;

    /**
     * Consumes the next {@code parameter.size()} bytes as a parameter.
     *
     * @throws MalformedCheckpointException if the file ends before, or the name was declared before
     */
    void parameter(LocatedParameter parameter) throws IOException, MalformedCheckpointException;

    /**
     * Reads the next four bytes as the little-endian CRC-32 (ISO 3309, as in zip) of a parameter that was declared
     * before with {@link LocatedParameter#withCrc32}. When they are that, the frame derives them, so that it stays equal
     * when only the parameter changes; otherwise they stay in the frame as they are.
     */
    void crc32Of(ParameterName parameter) throws IOException, MalformedCheckpointException;
}
