// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/** Finds and reads the central directory of a zip file, of either width. */
final class ZipDirectory {
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64_BYTES = 56;
    private static final int MOST_COMMENT = 65535;
    private static final int MOST_BYTES = 1 << 26;

    private ZipDirectory() {}

    static List<CentralHeader> read(ChannelBytes file) throws IOException, MalformedCheckpointException {
        long end = findEnd(file);
        ByteBuffer record = file.read(end, END_BYTES);
        long entries = Short.toUnsignedLong(record.getShort(10));
        long size = Integer.toUnsignedLong(record.getInt(12));
        long offset = Integer.toUnsignedLong(record.getInt(16));
        if (end >= LOCATOR_BYTES) {
            ByteBuffer locator = file.read(end - LOCATOR_BYTES, LOCATOR_BYTES);
            if (locator.getInt(0) == ZipRecords.LOCATOR64) {
                ByteBuffer wide = file.read(locator.getLong(8), END64_BYTES);
                if (wide.getInt(0) != ZipRecords.END64) {
                    throw new MalformedCheckpointException("the zip file has no ZIP64 end where it points to it");
                }
                entries = wide.getLong(32);
                size = wide.getLong(40);
                offset = wide.getLong(48);
            }
        }
        if (size < 0 || size > MOST_BYTES || offset < 0 || offset > end - size) {
            throw new MalformedCheckpointException("the zip directory does not lie before its end");
        }
        ByteBuffer directory = file.read(offset, (int) size);
        List<CentralHeader> headers = new ArrayList<>();
        while (directory.hasRemaining()) {
            headers.add(CentralHeader.parse(directory, offset));
        }
        if (headers.size() != entries) {
            throw new MalformedCheckpointException("the zip directory has not as many entries as it says");
        }
        return headers;
    }

    private static long findEnd(ChannelBytes file) throws IOException, MalformedCheckpointException {
        int tail = (int) Math.min(file.size(), END_BYTES + MOST_COMMENT);
        ByteBuffer bytes = file.read(file.size() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == ZipRecords.END
                    && at + END_BYTES + Short.toUnsignedInt(bytes.getShort(at + 20)) <= tail) {
                return file.size() - tail + at;
            }
        }
        throw new MalformedCheckpointException("the zip file has no end, it may be cut off");
    }
}
