// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.TreeMap;

/** Is a file in memory, of any length, that is zeros where nothing was written. It is written at its end only. */
public final class SparseFile implements SeekableByteChannel {
    private final TreeMap<Long, byte[]> runs = new TreeMap<>();
    private long size;
    private long position;

    /** Makes an empty file. */
    public SparseFile() {}

    /** Makes a file of some bytes. */
    public SparseFile(byte[] bytes) {
        append(bytes);
    }

    /** Adds bytes at the end. */
    public void append(byte[] bytes) {
        if (bytes.length > 0) {
            runs.put(size, bytes.clone());
            size += bytes.length;
        }
    }

    /** Adds zeros at the end. */
    public void appendZeros(long count) {
        size += count;
    }

    @Override
    public int read(ByteBuffer target) {
        if (position >= size) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        for (int done = 0; done < count; ) {
            Map.Entry<Long, byte[]> run = runs.floorEntry(position);
            long into = run == null ? Long.MAX_VALUE : position - run.getKey();
            int length = count - done;
            if (run != null && into < run.getValue().length) {
                length = (int) Math.min(length, run.getValue().length - into);
                target.put(run.getValue(), (int) into, length);
            } else {
                Long next = runs.higherKey(position);
                length = next == null ? length : (int) Math.min(length, next - position);
                target.put(new byte[length]);
            }
            done += length;
            position += length;
        }
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SparseFile position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SparseFile truncate(long newSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        position = 0;
    }
}
