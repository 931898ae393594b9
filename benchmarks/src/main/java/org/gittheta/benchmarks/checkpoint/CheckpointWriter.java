// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a generated checkpoint in one file format, as a stream and in bounded memory. */
public interface CheckpointWriter {
    /** Returns the ending of the format's file names, without a dot. */
    String extension();

    /**
     * Writes the whole file; the stream stays open.
     *
     * @throws IOException if the stream fails
     */
    void write(SyntheticCheckpoint checkpoint, OutputStream out) throws IOException;
}
