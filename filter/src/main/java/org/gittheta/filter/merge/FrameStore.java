// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;

/** Reads and stores frames; a merge asks for it only when both sides changed theirs. */
public interface FrameStore {
    /** Reads a frame. */
    Frame read(FrameEntry frame) throws IOException;

    /** Stores a frame of that format and returns its line. */
    FrameEntry add(String format, Frame frame) throws IOException;

    /** Writes the file that a stub stands for. */
    void write(Stub stub, WritableByteChannel out) throws IOException;
}
