// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;

/** Reads what a checkpoint says beside its parameters: the metadata of its header, the numbers of an optimizer. */
public interface DescribedFormat extends CheckpointFormat {
    /**
     * Returns what it says, by key, in the order of the file.
     *
     * @param file the whole checkpoint, open for reading; the bytes of parameters may be anything
     * @throws MalformedCheckpointException if the file breaks a rule of the format
     * @throws IOException if the file cannot be read
     */
    Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException;
}
