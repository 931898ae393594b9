// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;

/**
 * Shows a parameter of which only the first block has been read: the others from a file, if they lie there.
 *
 * <p>That file may be another one, or become one. So it is used only if it has the first block and is long enough, and
 * whatever it shows only decides how the parameter is encoded.
 */
final class StreamedContent implements Content {
    /** More than of what is in memory: a change of one part of a long parameter must not look like a change of all. */
    private static final int SAMPLES = 12;

    private final Block first;
    private final Ahead ahead;
    private final long length;
    private final byte[] buffer = new byte[BlockPool.BLOCK_BYTES];

    /**
     * Looks whether the file can be used.
     *
     * @param first the first block
     * @param size the length of the parameter
     * @param ahead reads the file, from the parameter's first byte on
     */
    StreamedContent(Block first, long size, Ahead ahead) {
        this.first = first;
        this.ahead = ahead;
        length = size > first.length() && isThere(size) ? size : first.length();
    }

    private boolean isThere(long size) {
        try {
            fill(size - 1, 1);
            fill(0, first.length());
            return Arrays.equals(buffer, 0, first.length(), first.bytes(), 0, first.length());
        } catch (LostContentException e) {
            return false;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int samples() {
        return SAMPLES;
    }

    @Override
    public Run run(long from, int some) throws LostContentException {
        if (from + some <= first.length()) {
            return new Run(first.bytes(), (int) from);
        }
        fill(from, some);
        return new Run(buffer, 0);
    }

    private void fill(long from, int some) throws LostContentException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, some);
        while (bytes.hasRemaining()) {
            if (read(from + bytes.position(), bytes) <= 0) {
                throw new LostContentException(null);
            }
        }
    }

    private int read(long from, ByteBuffer into) throws LostContentException {
        try {
            return ahead.read(from, into);
        } catch (IOException e) {
            throw new LostContentException(e);
        }
    }
}
