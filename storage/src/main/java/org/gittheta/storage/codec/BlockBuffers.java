// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.concurrent.ConcurrentLinkedDeque;

/** Keeps arrays for encoded blocks from one block to the next: a new one for each would keep the collector busy. */
final class BlockBuffers {
    private final int size;
    private final ConcurrentLinkedDeque<byte[]> idle = new ConcurrentLinkedDeque<>();

    /** Takes the length of an array that is kept; longer ones are made as they are asked for, and dropped. */
    BlockBuffers(int size) {
        this.size = size;
    }

    /** Returns an array of at least that length; its content is anything. */
    byte[] take(int length) {
        byte[] buffer = length <= size ? idle.pollFirst() : new byte[length];
        return buffer != null ? buffer : new byte[size];
    }

    /** Takes an array back that nobody reads any more. */
    void give(byte[] buffer) {
        if (buffer.length == size) {
            idle.addFirst(buffer);
        }
    }
}
