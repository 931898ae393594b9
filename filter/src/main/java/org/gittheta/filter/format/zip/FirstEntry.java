// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Holds what a zip file's beginning says of its first entry: formats are told apart by it.
 *
 * @param name its name
 * @param isStored whether its data is not compressed
 * @param hasDescriptor whether its size and checksum follow the data
 */
public record FirstEntry(String name, boolean isStored, boolean hasDescriptor) {
    /** Reads the first entry from the first bytes of a file; empty if that is no zip file, or too little of one. */
    public static Optional<FirstEntry> of(ByteBuffer prefix) {
        ByteBuffer bytes = prefix.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < LocalHeader.FIXED_BYTES || bytes.getInt(0) != ZipRecords.LOCAL) {
            return Optional.empty();
        }
        byte[] fixed = new byte[LocalHeader.FIXED_BYTES];
        bytes.get(fixed);
        byte[] name = new byte[LocalHeader.lengths(fixed).name()];
        if (bytes.remaining() < name.length) {
            return Optional.empty();
        }
        bytes.get(name);
        return Optional.of(new FirstEntry(
                new String(name, StandardCharsets.UTF_8),
                LocalHeader.method(fixed) == ZipRecords.STORED,
                LocalHeader.announcesDescriptor(fixed)));
    }
}
