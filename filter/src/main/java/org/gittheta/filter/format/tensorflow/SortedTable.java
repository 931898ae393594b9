// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/**
 * Reads a table of LevelDB: blocks of records, a block that indexes them, and a footer of 48 bytes with the places of
 * two indexes and a magic number. A record is the length of what its key shares with the one before, of the rest of the key, and
 * of the value, then these two. After a block stand its kind of compression and a checksum; TensorFlow compresses none.
 */
final class SortedTable {
    private static final int FOOTER_BYTES = 48;
    private static final long MAGIC = 0xDB4775248B80FB57L;
    private static final int LARGEST_BLOCK = 1 << 24;
    private static final int LONGEST_KEY = 1 << 12;
    private static final int MOST_RECORDS = 1 << 19;

    private final ChannelBytes file;
    private long left;

    private SortedTable(ChannelBytes file) {
        this.file = file;
        this.left = 2 * file.size();
    }

    /** Is a record: its key and where its value lies in the file. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Place(byte[] key, long offset, long length) {}

    static List<Place> read(ChannelBytes file) throws IOException, MalformedCheckpointException {
        if (file.size() < FOOTER_BYTES) {
            throw new MalformedCheckpointException("the file is cut off");
        }
        ByteBuffer footer = file.read(file.size() - FOOTER_BYTES, FOOTER_BYTES);
        if (footer.getLong(FOOTER_BYTES - 8) != MAGIC) {
            throw new MalformedCheckpointException("its index has no end, it may be cut off");
        }
        varint(footer);
        varint(footer);
        SortedTable table = new SortedTable(file);
        List<Place> records = new ArrayList<>();
        for (Place block : table.block(varint(footer), varint(footer))) {
            ByteBuffer handle = file.read(block.offset(), (int) Math.min(block.length(), 20));
            records.addAll(table.block(varint(handle), varint(handle)));
            if (records.size() > MOST_RECORDS) {
                throw new MalformedCheckpointException("it has more than " + MOST_RECORDS + " tensors");
            }
        }
        return records;
    }

    private List<Place> block(long offset, long size) throws IOException, MalformedCheckpointException {
        left -= size;
        if (size < 4 || size > LARGEST_BLOCK || left < 0) {
            throw broken();
        }
        ByteBuffer bytes = file.read(offset, (int) size + 1);
        if (bytes.get((int) size) != 0) {
            throw new MalformedCheckpointException("its index is compressed");
        }
        int restarts = bytes.getInt((int) size - 4);
        if (restarts < 0 || restarts > (size - 4) / 4) {
            throw broken();
        }
        bytes.limit((int) size - 4 - 4 * restarts);
        List<Place> records = new ArrayList<>();
        byte[] key = {};
        while (bytes.hasRemaining()) {
            long shared = varint(bytes);
            long rest = varint(bytes);
            long value = varint(bytes);
            if (shared > key.length || rest > LONGEST_KEY - shared || rest > bytes.remaining()) {
                throw broken();
            }
            key = Arrays.copyOf(key, (int) (shared + rest));
            bytes.get(key, (int) shared, (int) rest);
            if (value > bytes.remaining()) {
                throw broken();
            }
            records.add(new Place(key, offset + bytes.position(), value));
            bytes.position(bytes.position() + (int) value);
        }
        return records;
    }

    private static long varint(ByteBuffer bytes) throws MalformedCheckpointException {
        long value = 0;
        for (int shift = 0; shift < 63 && bytes.hasRemaining(); shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private static MalformedCheckpointException broken() {
        return new MalformedCheckpointException("its index is damaged");
    }
}
