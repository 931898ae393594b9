// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;

/**
 * Writes and reads up to 262,144 numbers of a prediction.
 *
 * <pre>
 * factors = u32 *byte        ; the length, and: F32 numbers as a block of {@link PlanesCodec}, width 4, rotated
 * </pre>
 */
final class Factors {
    /** The most numbers in one place: a block full. */
    static final int MOST = 1 << 18;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Factors() {}

    /** Returns what is stored. */
    static byte[] write(PlaneWorker worker, float[] values) {
        byte[] raw = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            INT.set(raw, 4 * i, Float.floatToRawIntBits(values[i]));
        }
        byte[] planes = new byte[16 + raw.length];
        int length = PlanesEncoder.encode(worker, raw, raw.length, 4, true, true, planes);
        byte[] out = new byte[4 + length];
        INT.set(out, 0, length);
        System.arraycopy(planes, 0, out, 4, length);
        return out;
    }

    /** Reads what is stored of so many numbers, with the length in front. */
    static byte[] read(PayloadReader payload, int count) throws IOException {
        byte[] head = new byte[4];
        payload.readFully(head, 0, 4);
        int length = (int) INT.get(head, 0);
        if (length < 16 || length > 16 + 4 * count || length > payload.remaining()) {
            throw new CorruptObjectException(count + " factors are stored in " + length + " bytes");
        }
        byte[] stored = Arrays.copyOf(head, 4 + length);
        payload.readFully(stored, 4, length);
        return stored;
    }

    /**
     * Decodes what {@link #write} returned.
     *
     * @param at where it begins
     */
    static float[] decode(PlaneWorker worker, byte[] stored, int at, int count) throws IOException {
        byte[] raw = new byte[4 * count];
        int end = at + 4 + (int) INT.get(stored, at);
        PlanesDecoder.decode(worker, stored, at + 4, end, raw, count, 4, true);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat((int) INT.get(raw, 4 * i));
        }
        return values;
    }

    /** Returns the bytes of what begins there. */
    static int length(byte[] stored, int at) {
        return 4 + (int) INT.get(stored, at);
    }
}
