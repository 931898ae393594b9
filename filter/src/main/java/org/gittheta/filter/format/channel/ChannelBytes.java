// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Reads short runs of a channel, or of one stretch of it, as if that were a file of its own. Runs that lie close together
 * cost one read of the channel.
 */
public final class ChannelBytes {
    private static final int WINDOW_BYTES = 1 << 14;

    private final SeekableByteChannel channel;
    private final long start;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowAt;

    /** Takes a whole channel, which must not change while it is read. */
    public ChannelBytes(SeekableByteChannel channel) throws IOException {
        this(channel, 0, channel.size());
    }

    private ChannelBytes(SeekableByteChannel channel, long start, long size) {
        this.channel = channel;
        this.start = start;
        this.size = size;
    }

    /** Returns the number of bytes. */
    public long size() {
        return size;
    }

    /**
     * Returns a stretch of these bytes, whose offsets count from its start.
     *
     * @throws MalformedCheckpointException if it does not lie inside
     */
    public ChannelBytes stretch(long offset, long length) throws MalformedCheckpointException {
        checkInside(offset, length);
        return new ChannelBytes(channel, start + offset, length);
    }

    /**
     * Reads a run.
     *
     * @param length its length, which the caller bounds
     * @return the bytes, little-endian
     * @throws MalformedCheckpointException if they do not lie inside
     */
    public ByteBuffer read(long offset, int length) throws IOException, MalformedCheckpointException {
        checkInside(offset, length);
        ByteBuffer run = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (length > WINDOW_BYTES / 4) {
            fill(run, offset);
        } else {
            if (offset < windowAt || offset + length > windowAt + window.limit()) {
                window.clear().limit((int) Math.min(WINDOW_BYTES, size - offset));
                windowAt = offset;
                fill(window, offset);
                window.flip();
            }
            run.put(0, window, (int) (offset - windowAt), length);
            run.position(length);
        }
        return run.flip();
    }

    private void fill(ByteBuffer run, long offset) throws IOException, MalformedCheckpointException {
        channel.position(start + offset);
        while (run.hasRemaining()) {
            if (channel.read(run) < 0) {
                run.limit(0);
                throw new MalformedCheckpointException("the file became shorter while it was read");
            }
        }
    }

    private void checkInside(long offset, long length) throws MalformedCheckpointException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new MalformedCheckpointException("it points past its end, it may be cut off");
        }
    }
}
