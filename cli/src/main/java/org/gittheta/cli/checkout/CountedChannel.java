// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.gittheta.cli.progress.ByteProgress;

/** Counts what is written to another channel. */
record CountedChannel(WritableByteChannel out, ByteProgress progress) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = out.write(source);
        progress.add(written);
        return written;
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
