// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.List;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;

/**
 * Shows a parameter that is in memory.
 *
 * @param blocks all of it, in blocks of 1 MiB but for the last
 */
record HeldContent(List<Block> blocks) implements Content {
    @Override
    public long length() {
        int last = blocks.size() - 1;
        return (long) last * BlockPool.BLOCK_BYTES + blocks.get(last).length();
    }

    @Override
    public int samples() {
        return 3;
    }

    @Override
    public Run run(long from, int length) {
        int number = (int) (from / BlockPool.BLOCK_BYTES);
        int at = (int) (from % BlockPool.BLOCK_BYTES);
        Block block = blocks.get(number);
        if (at + length <= block.length()) {
            return new Run(block.bytes(), at);
        }
        byte[] joined = new byte[length];
        for (int done = 0; done < length; number++, at = 0) {
            Block part = blocks.get(number);
            int some = Math.min(length - done, part.length() - at);
            System.arraycopy(part.bytes(), at, joined, done, some);
            done += some;
        }
        return new Run(joined, 0);
    }
}
