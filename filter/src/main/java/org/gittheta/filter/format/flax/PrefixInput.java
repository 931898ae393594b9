// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import java.nio.ByteBuffer;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.ParameterName;

/** Gives a walk the first bytes of a file, and stops it at the first array. */
final class PrefixInput implements CheckpointInput {
    private final ByteBuffer prefix;
    private boolean metArray;

    PrefixInput(ByteBuffer prefix) {
        this.prefix = prefix;
    }

    boolean metArray() {
        return metArray;
    }

    @Override
    public long position() {
        return prefix.position();
    }

    @Override
    public int readFrameByte() {
        return prefix.hasRemaining() ? prefix.get() & 0xFF : -1;
    }

    @Override
    public byte[] readFrame(long length) throws MalformedCheckpointException {
        if (length > prefix.remaining()) {
            throw new MalformedCheckpointException("no array among its first bytes");
        }
        byte[] bytes = new byte[(int) length];
        prefix.get(bytes);
        return bytes;
    }

    @Override
    public void parameter(LocatedParameter parameter) throws MalformedCheckpointException {
        metArray = true;
        throw new MalformedCheckpointException("an array is all that was looked for");
    }

    @Override
    public void crc32Of(ParameterName parameter) {
        throw new IllegalStateException("nothing is summed in this format");
    }
}
