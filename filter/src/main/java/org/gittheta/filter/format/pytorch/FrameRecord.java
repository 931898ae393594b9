// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleSource;
import org.gittheta.filter.format.zip.LocalHeader;
import org.gittheta.filter.format.zip.ZipRecords;

/**
 * Reads the data of one zip entry into the frame, and what follows up to the next header.
 *
 * <p>An entry with a descriptor does not say how long it is, and only its reader may know. Its end is where a descriptor
 * follows that has the right length and the right checksum.
 */
final class FrameRecord implements PickleSource {
    private final CheckpointInput input;
    private final LocalHeader header;
    private final CRC32 crc = new CRC32();
    private long count;

    FrameRecord(CheckpointInput input, LocalHeader header) {
        this.input = input;
        this.header = header;
    }

    @Override
    public int readByte() throws IOException, MalformedCheckpointException {
        if (left() == 0) {
            return -1;
        }
        int b = input.readFrameByte();
        if (b >= 0) {
            crc.update(b);
            count++;
        }
        return b;
    }

    @Override
    public byte[] read(long length) throws IOException, MalformedCheckpointException {
        if (length > left()) {
            throw new MalformedCheckpointException("the record " + header.name() + " ends too early");
        }
        byte[] bytes = input.readFrame(length);
        crc.update(bytes);
        count += length;
        return bytes;
    }

    /** Reads what is left of the data, and the descriptor. */
    void finish() throws IOException, MalformedCheckpointException {
        if (!header.hasDescriptor()) {
            input.readFrame(left());
            return;
        }
        ByteBuffer window =
                ByteBuffer.wrap(input.readFrame(header.descriptorBytes())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = window.array();
        while (!isDescriptor(window, header.wideDescriptor(), count) || window.getInt(4) != (int) crc.getValue()) {
            int next = input.readFrameByte();
            if (next < 0) {
                throw new MalformedCheckpointException("the record " + header.name() + " has no end");
            }
            crc.update(bytes[0]);
            count++;
            System.arraycopy(bytes, 1, bytes, 0, bytes.length - 1);
            bytes[bytes.length - 1] = (byte) next;
        }
    }

    /** Tells whether bytes are a data descriptor of a stored entry of the given size. */
    static boolean isDescriptor(ByteBuffer bytes, boolean wide, long size) {
        return bytes.getInt(0) == ZipRecords.DESCRIPTOR
                && (wide
                        ? bytes.getLong(8) == size && bytes.getLong(16) == size
                        : Integer.toUnsignedLong(bytes.getInt(8)) == size
                                && Integer.toUnsignedLong(bytes.getInt(12)) == size);
    }

    private long left() {
        return header.hasDescriptor() ? Long.MAX_VALUE : header.compressedSize() - count;
    }
}
