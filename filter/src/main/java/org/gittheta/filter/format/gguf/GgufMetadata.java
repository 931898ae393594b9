// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.digest.Sha256Digest;

/** Walks over the keys and values before the list of tensors, for the one that matters here. */
final class GgufMetadata {
    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, -1, -1, 8, 8, 8};
    private static final int MOST_DEPTH = 8;
    private static final int STEP = 1 << 16;
    private static final long DEFAULT_ALIGNMENT = 32;

    private GgufMetadata() {}

    /** Reads so many pairs and returns the value of {@code general.alignment}. */
    static long alignment(GgufInput input, long pairs) throws IOException, MalformedCheckpointException {
        long alignment = DEFAULT_ALIGNMENT;
        for (long i = 0; i < pairs; i++) {
            String key = input.name();
            int type = input.u32();
            if (key.equals("general.alignment") && type == UINT32) {
                alignment = Integer.toUnsignedLong(input.u32());
            } else {
                skip(input, type, 0);
            }
        }
        if (alignment == 0 || Long.bitCount(alignment) != 1) {
            throw new MalformedCheckpointException("its alignment is no power of two");
        }
        return alignment;
    }

    /** Reads so many pairs for people; of arrays only type, length and hash. */
    static Map<String, String> facts(GgufInput input, long pairs) throws IOException, MalformedCheckpointException {
        Facts facts = new Facts();
        for (long i = 0; i < pairs; i++) {
            String key = input.name();
            int type = input.u32();
            if (type == STRING) {
                facts.add(key, text(input));
            } else if (type == ARRAY) {
                Sha256Digest digest = new Sha256Digest();
                long items = array(input, digest, 0);
                facts.add(key, "array of " + items + ", SHA-256 " + digest.finish());
            } else if (type >= 0 && type < BYTES.length) {
                facts.add(key, number(input.read(BYTES[type]), type));
            } else {
                throw new MalformedCheckpointException("its header has a value of an unknown type");
            }
        }
        return facts.map();
    }

    private static String text(GgufInput input) throws IOException, MalformedCheckpointException {
        long length = input.count();
        if (length > STEP) {
            Sha256Digest digest = new Sha256Digest();
            sum(input, length, digest);
            return "text of " + length + " bytes, SHA-256 " + digest.finish();
        }
        return new String(input.read((int) length).array(), StandardCharsets.UTF_8);
    }

    private static void sum(GgufInput input, long length, Sha256Digest digest)
            throws IOException, MalformedCheckpointException {
        for (long left = length; left > 0; left -= STEP) {
            byte[] some = input.read((int) Math.min(left, STEP)).array();
            digest.update(some, 0, some.length);
        }
    }

    private static long array(GgufInput input, Sha256Digest digest, int depth)
            throws IOException, MalformedCheckpointException {
        int of = input.u32();
        long count = input.count();
        digest.update(new byte[] {(byte) of}, 0, 1);
        if (of < 0 || of >= BYTES.length || depth > MOST_DEPTH) {
            throw new MalformedCheckpointException("its header has a value of an unknown type");
        }
        if (BYTES[of] > 0) {
            if (count > Long.MAX_VALUE / BYTES[of]) {
                throw new MalformedCheckpointException("its header has an array of more than 2^63 bytes");
            }
            sum(input, count * BYTES[of], digest);
        }
        for (long i = 0; BYTES[of] < 0 && i < count; i++) {
            if (of == ARRAY) {
                array(input, digest, depth + 1);
            } else {
                sum(input, input.count(), digest);
            }
        }
        return count;
    }

    private static String number(ByteBuffer bytes, int type) {
        return switch (type) {
            case 0 -> Integer.toString(bytes.get() & 0xFF);
            case 1 -> Byte.toString(bytes.get());
            case 2 -> Integer.toString(Short.toUnsignedInt(bytes.getShort()));
            case 3 -> Short.toString(bytes.getShort());
            case UINT32 -> Integer.toUnsignedString(bytes.getInt());
            case 5 -> Integer.toString(bytes.getInt());
            case 6 -> Float.toString(bytes.getFloat());
            case 7 -> bytes.get() == 0 ? "false" : "true";
            case 10 -> Long.toUnsignedString(bytes.getLong());
            case 11 -> Long.toString(bytes.getLong());
            default -> Double.toString(bytes.getDouble());
        };
    }

    private static void skip(GgufInput input, int type, int depth) throws IOException, MalformedCheckpointException {
        if (type < 0 || type >= BYTES.length || depth > MOST_DEPTH) {
            throw new MalformedCheckpointException("its header has a value of an unknown type");
        }
        if (type == STRING) {
            input.skip(input.count());
        } else if (type != ARRAY) {
            input.skip(BYTES[type]);
        } else {
            int of = input.u32();
            long count = input.count();
            if (of >= 0 && of < BYTES.length && BYTES[of] > 0) {
                if (count > Long.MAX_VALUE / BYTES[of]) {
                    throw new MalformedCheckpointException("its header has an array of more than 2^63 bytes");
                }
                input.skip(count * BYTES[of]);
            } else {
                for (long i = 0; i < count; i++) {
                    skip(input, of, depth + 1);
                }
            }
        }
    }
}
