// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.object.CorruptObjectException;

/** Reads a run of a stored parameter's bytes, some blocks of which are decoded ahead; for one thread. */
final class RawReader implements Closeable {
    private final ParameterBlocks blocks;
    private final int most;
    private final Deque<ParameterBlocks.Pending> ahead = new ArrayDeque<>();
    private long skip;
    private int at;

    /**
     * Begins to read.
     *
     * @param blocks the bytes, of which nothing has been read
     * @param offset where to begin in them
     * @param most the most blocks that are held
     */
    RawReader(ParameterBlocks blocks, long offset, int most) {
        this.blocks = blocks;
        this.most = most;
        skip = offset;
    }

    /** Reads exactly that many bytes. */
    void readFully(byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            Block block = current();
            int part = Math.min(length - done, block.length() - at);
            System.arraycopy(block.bytes(), at, into, offset + done, part);
            done += part;
            at += part;
        }
    }

    private Block current() throws IOException {
        while (true) {
            fill();
            ParameterBlocks.Pending first = ahead.peek();
            if (first == null) {
                throw new CorruptObjectException("a parameter has fewer bytes than its shape needs");
            }
            int length = first.block().length();
            int skipped = (int) Math.min(skip, length - at);
            at += skipped;
            skip -= skipped;
            if (at < length) {
                Workers.await(first.ready());
                return first.block();
            }
            ahead.remove().block().release();
            at = 0;
        }
    }

    private void fill() throws IOException {
        while (ahead.size() < most) {
            ParameterBlocks.Pending next = blocks.next();
            if (next == null) {
                return;
            }
            ahead.add(next);
        }
    }

    /** Reads what is left and compares all with the parameter's hash. */
    void verify() throws IOException {
        do {
            release();
            fill();
        } while (!ahead.isEmpty());
        blocks.verify();
    }

    @Override
    public void close() {
        release();
        blocks.stop();
    }

    private void release() {
        while (!ahead.isEmpty()) {
            ahead.remove().block().release();
        }
    }
}
