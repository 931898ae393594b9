// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads the numbers and texts of a header into the frame. */
final class GgufInput {
    private static final int LONGEST_NAME = 1 << 16;
    private static final int STEP = 1 << 16;

    private final CheckpointInput input;
    private final ByteOrder order;

    GgufInput(CheckpointInput input, ByteOrder order) {
        this.input = input;
        this.order = order;
    }

    ByteOrder order() {
        return order;
    }

    /** Reads the next bytes, at most 64 KiB, as numbers in the file's order. */
    ByteBuffer read(int length) throws IOException, MalformedCheckpointException {
        return ByteBuffer.wrap(input.readFrame(length)).order(order);
    }

    int u32() throws IOException, MalformedCheckpointException {
        return ByteBuffer.wrap(input.readFrame(4)).order(order).getInt();
    }

    /** Reads a number of 64 bits that is a count, a size or an offset. */
    long count() throws IOException, MalformedCheckpointException {
        long count = ByteBuffer.wrap(input.readFrame(8)).order(order).getLong();
        if (count < 0) {
            throw new MalformedCheckpointException("its header has a number of more than 63 bits");
        }
        return count;
    }

    String name() throws IOException, MalformedCheckpointException {
        long length = count();
        if (length > LONGEST_NAME) {
            throw new MalformedCheckpointException("its header has a name of more than 64 KiB");
        }
        return new String(input.readFrame(length), StandardCharsets.UTF_8);
    }

    /** Reads bytes that nobody looks at, a few at a time. */
    void skip(long length) throws IOException, MalformedCheckpointException {
        for (long left = length; left > 0; left -= STEP) {
            input.readFrame(Math.min(left, STEP));
        }
    }
}
