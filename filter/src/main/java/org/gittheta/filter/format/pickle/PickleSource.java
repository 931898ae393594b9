// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.io.IOException;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Gives the bytes of a pickle from front to back. */
public interface PickleSource {
    /** Reads the next byte, 0 to 255, or returns -1 at the end. */
    int readByte() throws IOException, MalformedCheckpointException;

    /**
     * Reads exactly the next bytes.
     *
     * @param length their number; not trusted
     * @throws MalformedCheckpointException if there are not so many; nothing is allocated for them before that is known
     */
    byte[] read(long length) throws IOException, MalformedCheckpointException;

    /** Returns a source that reads into the frame of a checkpoint. */
    static PickleSource of(CheckpointInput input) {
        return new PickleSource() {
            @Override
            public int readByte() throws IOException, MalformedCheckpointException {
                return input.readFrameByte();
            }

            @Override
            public byte[] read(long length) throws IOException, MalformedCheckpointException {
                return input.readFrame(length);
            }
        };
    }

    /** Returns a source over bytes in memory. */
    static PickleSource of(byte[] bytes) {
        return new ArraySource(bytes);
    }
}
