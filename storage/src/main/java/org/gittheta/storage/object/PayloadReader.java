// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Reads one payload from front to back over the objects it lies in; for one thread. */
public final class PayloadReader {
    private final OpenObjects objects;
    private final List<Slice> slices;
    private int slice;
    private long offset;

    /** Takes the objects and the runs that make up the payload. */
    public PayloadReader(OpenObjects objects, List<Slice> slices) {
        this.objects = objects;
        this.slices = slices;
    }

    /** Returns the number of bytes not yet read. */
    public long remaining() {
        long left = -offset;
        for (int i = slice; i < slices.size(); i++) {
            left += slices.get(i).length();
        }
        return left;
    }

    /**
     * Reads exactly {@code length} bytes.
     *
     * @throws CorruptObjectException if the payload ends before
     */
    public void readFully(byte[] into, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (slice == slices.size()) {
                throw new CorruptObjectException("an encoded parameter is cut off");
            }
            Slice run = slices.get(slice);
            int part = (int) Math.min(length - done, run.length() - offset);
            readFully(run, ByteBuffer.wrap(into, at + done, part));
            done += part;
            offset += part;
            if (offset == run.length()) {
                slice++;
                offset = 0;
            }
        }
    }

    private void readFully(Slice run, ByteBuffer into) throws IOException {
        FileChannel channel = objects.channel(run);
        long at = run.offset() + offset;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new CorruptObjectException("object " + run.oid() + " is cut off");
            }
            at += read;
        }
    }
}
