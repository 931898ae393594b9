// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads runs of a channel. */
final class ChannelBytes {
    private final SeekableByteChannel channel;
    private final long size;

    ChannelBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Reads a run, little-endian; the caller bounds its length. */
    ByteBuffer read(long offset, int length) throws IOException, MalformedCheckpointException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new MalformedCheckpointException("the zip file points past its end");
        }
        ByteBuffer run = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(offset);
        while (run.hasRemaining()) {
            if (channel.read(run) < 0) {
                throw new MalformedCheckpointException("the zip file became shorter while it was read");
            }
        }
        return run.flip();
    }
}
