// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.io.InputStream;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;

/** Reads one parameter from an input, block by block; for one thread. */
final class BlockReader {
    private final InputStream in;
    private final BlockPool pool;
    private final long size;
    private long position;
    private boolean ended;

    BlockReader(InputStream in, BlockPool pool, long size) {
        this.in = in;
        this.pool = pool;
        this.size = size;
    }

    /** Returns the length that the parameter should have. */
    long size() {
        return size;
    }

    /** Returns the number of bytes read so far. */
    long position() {
        return position;
    }

    /** Returns the next block, shorter than the others only at the end, or null after it. */
    Block next() throws IOException {
        int wanted = (int) Math.min(size - position, BlockPool.BLOCK_BYTES);
        if (wanted == 0 || ended) {
            return null;
        }
        Block block = pool.take(wanted);
        int got = 0;
        try {
            got = in.readNBytes(block.bytes(), 0, wanted);
        } finally {
            if (got == 0) {
                block.release();
            }
        }
        position += got;
        ended = got < wanted;
        block.truncate(got);
        return got == 0 ? null : block;
    }

    /** Returns the first block, which for a parameter of no bytes is empty. */
    Block nextOrEmpty() throws IOException {
        Block block = next();
        return block != null ? block : pool.take(0);
    }

    /** Tells whether the input ended before the parameter did. */
    boolean ended() {
        return ended;
    }
}
