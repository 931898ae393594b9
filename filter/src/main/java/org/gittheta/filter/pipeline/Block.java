// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/** Holds one block of raw bytes while it goes through a pipeline; the last who is done with it gives it back. */
public final class Block {
    private final BlockPool pool;
    private final byte[] bytes;
    private final AtomicInteger users = new AtomicInteger();
    private int length;

    Block(BlockPool pool, byte[] bytes) {
        this.pool = pool;
        this.bytes = bytes;
    }

    void begin(int newLength) {
        length = newLength;
        users.set(1);
    }

    /** Returns the array, which the block fills from index 0. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes in use. */
    public int length() {
        return length;
    }

    /** Takes fewer bytes into use than the block was taken for. */
    public void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    /** Adds a user, who will call {@link #release} once. */
    public void retain() {
        users.incrementAndGet();
    }

    /** Ends one use. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            pool.give(this);
        }
    }
}
