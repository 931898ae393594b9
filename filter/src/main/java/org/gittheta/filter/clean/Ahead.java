// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;

/** Reads what comes later in a parameter that is being read from front to back. */
@FunctionalInterface
interface Ahead {
    /** Knows nothing of what comes. */
    Ahead NOTHING = (at, into) -> -1;

    /** The blocks by which a long parameter is judged: a change of one part of it must not look like a change of all. */
    int SAMPLES = 12;

    /**
     * Reads some bytes.
     *
     * @param at where they are, from the parameter's first byte on
     * @param into takes them
     * @return their number, or -1 if they cannot be read yet
     */
    int read(long at, ByteBuffer into) throws IOException;

    /** Returns the first block and, where they can be read, others at even distances, by their numbers; all are the caller's. */
    default NavigableMap<Integer, Block> sample(Block first, long size, BlockPool pool) throws IOException {
        NavigableMap<Integer, Block> blocks = new TreeMap<>();
        blocks.put(0, first);
        int last = (int) Math.min(size / BlockPool.BLOCK_BYTES, Integer.MAX_VALUE) - 1;
        boolean isDone = false;
        try {
            for (int i = 1; i < SAMPLES && blocks.lastKey() < last; i++) {
                Block block = pool.take(BlockPool.BLOCK_BYTES);
                int number = (int) ((long) i * last / (SAMPLES - 1));
                if (!fill(block, (long) number * BlockPool.BLOCK_BYTES) || blocks.putIfAbsent(number, block) != null) {
                    block.release();
                }
            }
            isDone = true;
        } finally {
            if (!isDone) {
                blocks.tailMap(0, false).values().forEach(Block::release);
            }
        }
        return blocks;
    }

    private boolean fill(Block block, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(block.bytes(), 0, BlockPool.BLOCK_BYTES);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = read(at + bytes.position(), bytes);
        }
        return !bytes.hasRemaining();
    }
}
