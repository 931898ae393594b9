// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Holds an entry of the central directory.
 *
 * @param name the entry's name
 * @param method how its data is compressed
 * @param compressedSize the number of bytes of its data in the file
 * @param size the number of bytes it unpacks to
 * @param localOffset where its local header begins in the file
 * @param crcOffset where this header's CRC-32 lies in the file
 */
public record CentralHeader(String name, int method, long compressedSize, long size, long localOffset, long crcOffset) {
    /** The number of bytes of the fixed part, the signature included. */
    public static final int FIXED_BYTES = 46;

    /** Where the CRC-32 lies in the fixed part. */
    public static final int CRC_AT = 16;

    /**
     * Parses the header that the buffer stands at, and moves the buffer past it.
     *
     * @param directory the central directory's bytes, little-endian
     * @param directoryOffset where they lie in the file
     * @throws MalformedCheckpointException if it breaks a rule, or the entry is encrypted
     */
    static CentralHeader parse(ByteBuffer directory, long directoryOffset) throws MalformedCheckpointException {
        int at = directory.position();
        if (directory.remaining() < FIXED_BYTES || directory.getInt(at) != ZipRecords.CENTRAL) {
            throw new MalformedCheckpointException("the zip directory is damaged");
        }
        int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
        if (directory.remaining() < FIXED_BYTES + nameLength + extraLength + commentLength) {
            throw new MalformedCheckpointException("the zip directory is damaged");
        }
        if ((directory.getShort(at + 8) & ZipRecords.FLAG_ENCRYPTED) != 0) {
            throw new MalformedCheckpointException("a zip entry is encrypted");
        }
        byte[] name = new byte[nameLength];
        byte[] extra = new byte[extraLength];
        directory.position(at + FIXED_BYTES);
        directory.get(name).get(extra);
        directory.position(directory.position() + commentLength);
        ExtraFields fields = ExtraFields.parse(extra);
        long size = fields.resolve(directory.getInt(at + 24));
        long compressed = fields.resolve(directory.getInt(at + 20));
        long local = fields.resolve(directory.getInt(at + 42));
        return new CentralHeader(
                new String(name, StandardCharsets.UTF_8),
                Short.toUnsignedInt(directory.getShort(at + 10)),
                compressed,
                size,
                local,
                directoryOffset + at + CRC_AT);
    }

    /** Returns the lengths of name, extra fields and comment together, from a fixed part. */
    public static int variableBytes(byte[] fixed) {
        ByteBuffer header = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
        return Short.toUnsignedInt(header.getShort(28))
                + Short.toUnsignedInt(header.getShort(30))
                + Short.toUnsignedInt(header.getShort(32));
    }
}
