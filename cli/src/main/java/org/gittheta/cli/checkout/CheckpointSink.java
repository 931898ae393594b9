// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.gittheta.storage.stub.Stub;

/** Rebuilds the file that a stub stands for, verifying every byte of it. */
@FunctionalInterface
public interface CheckpointSink {
    /** Writes the file from front to back; a write that returns has written exactly the file that was added. */
    void write(Stub stub, WritableByteChannel out) throws IOException;
}
