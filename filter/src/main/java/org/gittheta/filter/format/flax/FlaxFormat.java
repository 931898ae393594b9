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
        if (!mayBegin(prefix.slice())) {
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

    /** Tells whether a walk is worth loading: for a map with text as key, a list, or an array. */
    private static boolean mayBegin(ByteBuffer bytes) {
        if (bytes.remaining() < 8) {
            return false;
        }
        int first = bytes.get(0) & 0xFF;
        int second = bytes.get(1) & 0xFF;
        if (first > 0x80 && first < 0x90) {
            return isText(second);
        }
        return switch (first) {
            case 0xC7 -> bytes.get(2) == 1;
            case 0xC8 -> bytes.get(3) == 1;
            case 0xC9 -> bytes.get(5) == 1;
            case 0xDE -> isText(bytes.get(3) & 0xFF);
            case 0xDF -> isText(bytes.get(5) & 0xFF);
            default -> first > 0x90 && first < 0xA0 && ((second > 0x80 && second < 0xA0) || second >= 0xC7);
        };
    }

    private static boolean isText(int head) {
        return (head >= 0xA0 && head < 0xC0) || (head >= 0xD9 && head <= 0xDB);
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        new FlaxWalk(new MessagePackInput(input)).locate();
        if (input.readFrameByte() >= 0) {
            throw new MalformedCheckpointException("bytes follow after its value");
        }
    }
}
