// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gittheta.filter.format.zip.CentralHeader;
import org.gittheta.filter.format.zip.LocalHeader;
import org.gittheta.filter.format.zip.ZipRecords;
import org.gittheta.filter.frame.Frame;

/**
 * Finds the record {@code .data/serialization_id} in a frame and blanks it, and its checksums.
 *
 * <p>torch.save writes there 40 digits that it makes of the names and checksums of all other records, and nothing reads
 * them ({@code PyTorchStreamWriter::writeSerializationId}): two versions of one model always differ in it. In a merged
 * file it stays that of the side whose frame was taken.
 */
final class SerializationId {
    private static final byte[] NAME = "/.data/serialization_id".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 40;
    private static final int LONGEST_PREFIX = 1 << 12;
    private static final int LOCAL_CRC_AT = 14;
    private static final int DESCRIPTOR_CRC_AT = 4;

    private SerializationId() {}

    static Frame blank(Frame frame) {
        byte[] bytes = frame.literals().clone();
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = next(bytes, 0); at >= 0; at = next(bytes, at + 1)) {
            blankLocal(bytes, zip, header(zip, at, ZipRecords.LOCAL, LocalHeader.FIXED_BYTES, 26));
            blankCentral(zip, header(zip, at, ZipRecords.CENTRAL, CentralHeader.FIXED_BYTES, 28));
        }
        return new Frame(frame.parts(), bytes);
    }

    private static int next(byte[] bytes, int from) {
        for (int at = from; at <= bytes.length - NAME.length; at++) {
            if (bytes[at] == '/' && Arrays.equals(bytes, at, at + NAME.length, NAME, 0, NAME.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Returns where the header begins whose name ends here, or -1. */
    private static int header(ByteBuffer zip, int nameEndsWith, int signature, int fixed, int lengthAt) {
        int end = nameEndsWith + NAME.length;
        for (int name = nameEndsWith; name >= Math.max(fixed, nameEndsWith - LONGEST_PREFIX); name--) {
            int header = name - fixed;
            if (zip.getInt(header) == signature && zip.getShort(header + lengthAt) == (short) (end - name)) {
                return header;
            }
        }
        return -1;
    }

    private static void blankLocal(byte[] bytes, ByteBuffer zip, int header) {
        if (header < 0) {
            return;
        }
        int name = Short.toUnsignedInt(zip.getShort(header + 26));
        int extra = Short.toUnsignedInt(zip.getShort(header + 28));
        int data = header + LocalHeader.FIXED_BYTES + name + extra;
        if (data > bytes.length - DIGITS) {
            return;
        }
        zip.putInt(header + LOCAL_CRC_AT, 0);
        Arrays.fill(bytes, data, data + DIGITS, (byte) '0');
        int after = data + DIGITS;
        if (after <= bytes.length - 8 && zip.getInt(after) == ZipRecords.DESCRIPTOR) {
            zip.putInt(after + DESCRIPTOR_CRC_AT, 0);
        }
    }

    private static void blankCentral(ByteBuffer zip, int header) {
        if (header >= 0) {
            zip.putInt(header + CentralHeader.CRC_AT, 0);
        }
    }
}
