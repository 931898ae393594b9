// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.nio.ByteBuffer;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.hdf5.ObjectHeader.Message;
import org.gittheta.storage.tensor.DType;

/**
 * Is an element type. Big-endian types have {@code _BE} after their name; types without a name in safetensors are called {@code
 * S6} for texts of so many bytes and {@code V6} for anything else.
 *
 * @param dtype how it is called in a stub
 * @param bytes the size of an element
 * @param pointsElsewhere whether the elements are only references to what lies elsewhere
 */
record Datatype(DType dtype, long bytes, boolean pointsElsewhere) {
    private static final int FIXED = 0;
    private static final int FLOAT = 1;
    private static final int TEXT = 3;
    private static final int COMPOUND = 6;
    private static final int REFERENCE = 7;
    private static final int ENUM = 8;
    private static final int VARIABLE = 9;
    private static final int COMPLEX = 11;

    static Datatype parse(Message message) throws MalformedCheckpointException {
        ByteBuffer data = message.atLeast(8);
        long size = Integer.toUnsignedLong(data.getInt(4));
        int kind = data.get(0) & 15;
        if (message.shared() || kind == REFERENCE || kind == VARIABLE) {
            // A shared message only names the type, whose size is then unknown, too.
            return new Datatype(DType.U8, message.shared() ? 0 : size, true);
        }
        String name = switch (kind) {
            case FIXED -> whole(data, size);
            case FLOAT -> real(message, size);
            case TEXT -> "S" + size;
            case COMPLEX -> complex(size);
            case COMPOUND -> isPair(message) ? complex(size) : "V" + size;
            case ENUM -> enumeration(message, size);
            default -> "V" + size;
        };
        return new Datatype(new DType(name), size, false);
    }

    private static String whole(ByteBuffer data, long size) {
        String sign = (data.get(1) & 8) != 0 ? "I" : "U";
        return size == 1 || size == 2 || size == 4 || size == 8 ? sign + size * 8 + order(data, size) : "V" + size;
    }

    private static String real(Message message, long size) throws MalformedCheckpointException {
        ByteBuffer data = message.atLeast(20);
        String name = size + ":" + data.get(13) + ":" + data.get(15);
        boolean vax = (data.get(1) & 0x40) != 0;
        String known = vax
                ? ""
                : switch (name) {
                    case "8:11:52" -> "F64";
                    case "4:8:23" -> "F32";
                    case "2:5:10" -> "F16";
                    case "2:8:7" -> "BF16";
                    case "1:4:3" -> "F8_E4M3";
                    case "1:5:2" -> "F8_E5M2";
                    default -> "";
                };
        return known.isEmpty() ? "V" + size : known + order(data, size);
    }

    private static String complex(long size) {
        return size == 8 ? "C64" : size == 16 ? "C128" : "V" + size;
    }

    /** Tells whether a structure is what h5py makes of complex numbers: two members, the first called r. */
    private static boolean isPair(Message message) throws MalformedCheckpointException {
        ByteBuffer data = message.atLeast(10);
        return data.getShort(1) == 2 && data.get(8) == 'r' && data.get(9) == 0;
    }

    /** Names h5py's truth values, and other enumerations by their numbers. */
    private static String enumeration(Message message, long size) throws MalformedCheckpointException {
        ByteBuffer data = message.atLeast(26);
        boolean truth = size == 1 && data.getShort(1) == 2 && data.get(20) == 'F' && data.get(21) == 'A';
        return truth ? "BOOL" : whole(data.slice(8, 12), size);
    }

    private static String order(ByteBuffer data, long size) {
        return (data.get(1) & 1) != 0 && size > 1 ? "_BE" : "";
    }
}
