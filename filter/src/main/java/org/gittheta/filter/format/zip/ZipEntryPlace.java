// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.util.List;
import java.util.OptionalLong;

/**
 * Says where an entry of a zip file lies.
 *
 * @param name its name
 * @param method how its data is compressed
 * @param dataOffset where its data begins in the file
 * @param compressedSize the number of bytes of its data in the file
 * @param size the number of bytes it unpacks to
 * @param crcOffsets where four-byte CRC-32s of what it unpacks to lie in the file, after its data
 * @param localCrcOffset where one lies before its data, if it stands there and not behind it
 */
public record ZipEntryPlace(
        String name,
        int method,
        long dataOffset,
        long compressedSize,
        long size,
        List<Long> crcOffsets,
        OptionalLong localCrcOffset) {
    /** Copies the list. */
    public ZipEntryPlace {
        crcOffsets = List.copyOf(crcOffsets);
    }

    /** Tells whether its data lies in the file as it is. */
    public boolean isStored() {
        return method == ZipRecords.STORED;
    }
}
