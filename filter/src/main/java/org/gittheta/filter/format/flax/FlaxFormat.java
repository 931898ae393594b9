// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.StreamedFormat;

/**
 * Locates the arrays in what {@code flax.serialization.to_bytes} and {@code msgpack_serialize} write.
 *
 * <p>The file is one MessagePack value (github.com/msgpack/msgpack, big-endian), mostly maps in maps. An array is an
 * extension of type 1, a NumPy scalar one of type 3; either holds an array of its shape, the name of its element type and its
 * bytes, little-endian, in C order. Names are the keys that lead to an array, joined by slashes. An array of more than 1 GiB is
 * written in chunks, each an array of one dimension; they are called after the array, with {@code #chunk0} and so on.
 *
 * <p>MessagePack has no magic: a file is of this format if it begins with a map, a list or an array and the first array
 * follows within what {@link #recognise} sees.
 */
public final class FlaxFormat implements StreamedFormat {
    /** Makes the format. */
    public FlaxFormat() {}

    @Override
    public String name() {
        return "flax";
    }

    @Override
    public String reads() {
        return "MessagePack files of Flax (.msgpack)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        if (!prefix.hasRemaining() || !FlaxWalk.mayBegin(prefix.get(prefix.position()) & 0xFF)) {
            return Access.NONE;
        }
        PrefixInput input = new PrefixInput(prefix.duplicate());
        try {
            locate(input);
            return Access.NONE;
        } catch (IOException | MalformedCheckpointException e) {
            return input.metArray() ? Access.STREAMED : Access.NONE;
        }
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        new FlaxWalk(new MessagePackInput(input)).locate();
        if (input.readFrameByte() >= 0) {
            throw new MalformedCheckpointException("bytes follow after its value");
        }
    }
}
