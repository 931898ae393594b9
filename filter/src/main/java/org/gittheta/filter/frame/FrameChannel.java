// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.storage.object.CorruptObjectException;

/** Reads a frame as if it were the checkpoint, with zeros in the place of parameters and of their checksums. */
public final class FrameChannel implements SeekableByteChannel {
    /** Zeros that are read at most: no format looks into parameters, but a damaged frame may have it do so for ever. */
    private static final long MOST_ZEROS = 1L << 28;

    private final byte[] literals;
    private final List<Run> runs = new ArrayList<>();
    private final long size;
    private long position;
    private long zeros;
    private boolean open = true;

    /** Places a part; {@code literal} is where its bytes begin, or negative for zeros. */
    private record Run(long start, long length, int literal) {}

    /** Takes the frame. */
    public FrameChannel(Frame frame) {
        literals = frame.literals();
        long end = 0;
        int literal = 0;
        for (Frame.Part part : frame.parts()) {
            Run run;
            if (part instanceof Frame.Literal bytes) {
                run = new Run(end, bytes.length(), literal);
                literal += bytes.length();
            } else {
                run = new Run(end, part instanceof Frame.Slot slot ? slot.size() : 4, -1);
            }
            runs.add(run);
            // A hostile frame may claim more than there can be; what lies beyond cannot be reached then.
            end = Math.max(end, end + run.length());
        }
        size = end;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        int before = into.remaining();
        while (into.hasRemaining() && position < size) {
            Run run = runs.get(indexAt(position));
            long within = position - run.start();
            int count = (int) Math.min(into.remaining(), run.length() - within);
            if (run.literal() >= 0) {
                into.put(literals, run.literal() + (int) within, count);
            } else {
                zeros += count;
                if (zeros > MOST_ZEROS) {
                    throw new CorruptObjectException("the frame has parameters where its format has a header");
                }
                into.put(new byte[count]);
            }
            position += count;
        }
        return before - into.remaining();
    }

    private int indexAt(long offset) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Run run = runs.get(middle);
            if (offset < run.start() + run.length()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
