// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.util.Arrays;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads a pickle out of an array. */
final class ArraySource implements PickleSource {
    private final byte[] bytes;
    private int position;

    ArraySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int readByte() {
        return position < bytes.length ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public byte[] read(long length) throws MalformedCheckpointException {
        if (length > bytes.length - position) {
            throw new MalformedCheckpointException("its pickle ends too early");
        }
        byte[] run = Arrays.copyOfRange(bytes, position, position + (int) length);
        position += run.length;
        return run;
    }
}
