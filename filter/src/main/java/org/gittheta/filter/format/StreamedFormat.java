// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;

/** Locates the parameters of a checkpoint while reading it once from front to back. */
public interface StreamedFormat extends CheckpointFormat {
    /**
     * Walks the whole file, declaring each parameter when the input stands at its first byte.
     *
     * <p>It returns when the input is at its end or when nothing more is known of the rest, which then goes to the frame.
     *
     * @throws MalformedCheckpointException if the file breaks a rule of the format
     * @throws IOException if the input cannot be read
     */
    void locate(CheckpointInput input) throws IOException, MalformedCheckpointException;
}
