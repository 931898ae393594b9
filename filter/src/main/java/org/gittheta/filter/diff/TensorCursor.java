// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.object.CorruptObjectException;

/** Walks over the elements of one stored tensor, which lie together in the bytes of a parameter; for one thread. */
final class TensorCursor {
    private final ParameterBlocks blocks;
    private final int width;
    private long skip;
    private long left;
    private ParameterBlocks.Pending current;
    private int at;

    /**
     * Begins before the first element.
     *
     * @param blocks the bytes of the parameter or storage that has it, of which nothing has been read
     * @param offset where the first element lies in it, in bytes
     * @param length the bytes of all elements
     * @param width the bytes of one
     */
    TensorCursor(ParameterBlocks blocks, long offset, long length, int width) {
        this.blocks = blocks;
        this.width = width;
        skip = offset;
        left = length;
    }

    /** Returns the number of elements that lie together from here on, 0 after the last. */
    int elements() throws IOException {
        while (left > 0 && (current == null || at == current.block().length())) {
            advance();
            if (current == null) {
                throw new CorruptObjectException("a parameter has fewer bytes than its shape needs");
            }
        }
        if (left == 0) {
            return 0;
        }
        long bytes = Math.min(left, current.block().length() - at);
        if (bytes < width) {
            throw new CorruptObjectException("an element of a parameter lies in two blocks");
        }
        return (int) (bytes / width);
    }

    private void advance() throws IOException {
        release();
        current = blocks.next();
        if (current != null) {
            at = (int) Math.min(skip, current.block().length());
            skip -= at;
        }
    }

    /** Returns the current block with one more user, who releases it. */
    Block retained() {
        current.block().retain();
        return current.block();
    }

    CompletableFuture<Void> ready() {
        return current.ready();
    }

    /** Returns where in the current block the next element begins. */
    int position() {
        return at;
    }

    void move(int elements) {
        at += elements * width;
        left -= (long) elements * width;
    }

    /** Reads what is left of the carrier and checks all of it. */
    void finish() throws IOException {
        do {
            advance();
        } while (current != null);
        blocks.verify();
    }

    /** Gives back what it holds. */
    void close() {
        release();
        blocks.stop();
    }

    private void release() {
        if (current != null) {
            current.block().release();
            current = null;
        }
    }
}
