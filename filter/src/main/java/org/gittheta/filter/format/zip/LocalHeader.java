// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Holds the header that stands before an entry's data.
 *
 * @param name the entry's name
 * @param method how its data is compressed
 * @param hasDescriptor whether its size and checksum follow the data instead of standing here
 * @param wideDescriptor whether that descriptor has sizes of 64 bits
 * @param compressedSize the number of bytes of its data in the file, if there is no descriptor
 * @param size the number of bytes it unpacks to, if there is no descriptor
 */
public record LocalHeader(
        String name, int method, boolean hasDescriptor, boolean wideDescriptor, long compressedSize, long size) {
    /** The number of bytes of the fixed part, the signature included. */
    public static final int FIXED_BYTES = 30;

    /** Where the CRC-32 lies in it. */
    static final int CRC_AT = 14;

    /**
     * Holds the lengths that the fixed part announces.
     *
     * @param name the number of bytes of the name that follows
     * @param extra the number of bytes of the extra fields after the name
     */
    public record Lengths(int name, int extra) {}

    /** Reads the lengths of what follows the fixed part, whose signature the caller has checked. */
    public static Lengths lengths(byte[] fixed) {
        ByteBuffer header = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
        return new Lengths(Short.toUnsignedInt(header.getShort(26)), Short.toUnsignedInt(header.getShort(28)));
    }

    /** Reads from the fixed part how the data is compressed. */
    static int method(byte[] fixed) {
        return Short.toUnsignedInt(
                ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN).getShort(8));
    }

    /** Tells from the fixed part whether the sizes follow the data instead of standing in the header. */
    public static boolean announcesDescriptor(byte[] fixed) {
        return (fixed[6] & ZipRecords.FLAG_DESCRIPTOR) != 0;
    }

    /**
     * Parses a header.
     *
     * @param fixed its {@link #FIXED_BYTES} first bytes, whose signature the caller has checked
     * @throws MalformedCheckpointException if it breaks a rule, or the entry is encrypted
     */
    public static LocalHeader parse(byte[] fixed, byte[] name, byte[] extra) throws MalformedCheckpointException {
        ByteBuffer header = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
        int flags = header.getShort(6);
        if ((flags & ZipRecords.FLAG_ENCRYPTED) != 0) {
            throw new MalformedCheckpointException("a zip entry is encrypted");
        }
        ExtraFields fields = ExtraFields.parse(extra);
        boolean descriptor = (flags & ZipRecords.FLAG_DESCRIPTOR) != 0;
        // With a descriptor the sizes here say nothing: some writers leave zeros, others half of the truth.
        long size = descriptor ? 0 : fields.resolve(header.getInt(22));
        long compressed = descriptor ? 0 : fields.resolve(header.getInt(18));
        int method = method(fixed);
        if (method == ZipRecords.STORED && size != compressed) {
            throw new MalformedCheckpointException("a stored entry of the zip file has two sizes");
        }
        return new LocalHeader(
                new String(name, StandardCharsets.UTF_8), method, descriptor, fields.hasZip64(), compressed, size);
    }

    /** Returns the number of bytes of the descriptor, its signature included, or 0. */
    public int descriptorBytes() {
        return !hasDescriptor ? 0 : wideDescriptor ? 24 : 16;
    }
}
