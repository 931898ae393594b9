// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Locates the parameters of a checkpoint by reading it at any position. */
public interface SeekableFormat extends CheckpointFormat {
    /**
     * Finds the parameters.
     *
     * @param file the whole checkpoint, open for reading; closed by the caller
     * @throws MalformedCheckpointException if the file breaks a rule of the format
     * @throws IOException if the file cannot be read
     */
    Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException;
}
