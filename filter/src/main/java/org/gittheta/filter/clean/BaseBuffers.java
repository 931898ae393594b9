// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.gittheta.filter.pipeline.BlockPool;

/** Keeps arrays for runs of bases from one to the next; there are as many as threads use at once. */
final class BaseBuffers {
    private final ConcurrentLinkedDeque<byte[]> idle = new ConcurrentLinkedDeque<>();

    /** Returns an array for a run of that length; its content is anything. */
    byte[] take(int length) {
        byte[] buffer = length <= BlockPool.BLOCK_BYTES ? idle.pollFirst() : new byte[length];
        return buffer != null ? buffer : new byte[BlockPool.BLOCK_BYTES];
    }

    /** Takes an array back that nobody reads any more. */
    void give(byte[] buffer) {
        if (buffer != null && buffer.length == BlockPool.BLOCK_BYTES) {
            idle.addFirst(buffer);
        }
    }
}
