// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.pipeline;

import java.io.InterruptedIOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Bounds the memory of a pipeline: it hands out a fixed number of blocks and makes who wants more wait. */
public final class BlockPool {
    /** The length of every block in bytes. */
    public static final int BLOCK_BYTES = 1 << 20;

    private final Semaphore free;
    private final int total;
    private final ConcurrentLinkedDeque<Block> idle = new ConcurrentLinkedDeque<>();

    /** Takes the number of blocks; their memory is taken when they are first wanted. */
    public BlockPool(int blocks) {
        total = blocks;
        free = new Semaphore(blocks);
    }

    /** Returns the number of blocks there are in all. */
    public int total() {
        return total;
    }

    /** Returns a block of that length for one user, waiting until there is one. */
    public Block take(int length) throws InterruptedIOException {
        if (length > BLOCK_BYTES) {
            throw new IllegalArgumentException("a block of " + length + " bytes");
        }
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        Block block = idle.poll();
        if (block == null) {
            block = new Block(this, new byte[BLOCK_BYTES]);
        }
        block.begin(length);
        return block;
    }

    void give(Block block) {
        // Last in, first out: what was used just now is still in the processor's cache.
        idle.addFirst(block);
        free.release();
    }
}
