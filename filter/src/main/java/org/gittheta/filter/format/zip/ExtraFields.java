// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Finds the ZIP64 numbers in the extra fields of an entry. */
final class ExtraFields {
    private static final int ZIP64 = 1;
    private static final long ELSEWHERE = 0xFFFFFFFFL;

    private final ByteBuffer zip64;

    private ExtraFields(ByteBuffer zip64) {
        this.zip64 = zip64;
    }

    static ExtraFields parse(byte[] extra) throws MalformedCheckpointException {
        ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        while (fields.remaining() >= 4) {
            int tag = Short.toUnsignedInt(fields.getShort());
            int length = Short.toUnsignedInt(fields.getShort());
            if (length > fields.remaining()) {
                throw new MalformedCheckpointException("a zip header has a broken extra field");
            }
            if (tag == ZIP64) {
                return new ExtraFields(fields.slice(fields.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            }
            fields.position(fields.position() + length);
        }
        return new ExtraFields(null);
    }

    boolean hasZip64() {
        return zip64 != null;
    }

    /** Returns a number of the header, or the next one of the extra field if the header says that it is there. */
    long resolve(int inHeader) throws MalformedCheckpointException {
        long value = Integer.toUnsignedLong(inHeader);
        if (value != ELSEWHERE || zip64 == null) {
            return value;
        }
        if (zip64.remaining() < 8) {
            throw new MalformedCheckpointException("a zip header lacks a number of its extra field");
        }
        long large = zip64.getLong();
        if (large < 0) {
            throw new MalformedCheckpointException("a zip header has a number of more than 63 bits");
        }
        return large;
    }
}
