// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;

/** Codes a block in which few elements are not as predicted: where they are, and their differences. */
final class ChangedElements {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** One in so many elements may differ; with more of them groups are shorter. */
    private static final int RARE = 16;

    /** Elements that are looked at before all are. */
    private static final int PROBES = 256;

    private ChangedElements() {}

    /**
     * Encodes.
     *
     * @return where the block ends in {@code out}, or -1 if too many elements changed
     */
    static int write(
            ResidualWorker worker,
            ElementLayout layout,
            byte[] raw,
            int from,
            int elements,
            byte[] prediction,
            byte[] out,
            int at) {
        if (!isRare(layout, raw, from, elements, prediction)) {
            return -1;
        }
        int width = layout.width();
        int most = Math.max(1, elements / RARE);
        byte[] planes = worker.planes.planes(elements * width);
        byte[] gaps = worker.gaps(most + elements / 255 + 1);
        int count = 0;
        int gapBytes = 0;
        int last = -1;
        for (int i = next(layout, raw, from, elements, prediction, 0);
                i < elements;
                i = next(layout, raw, from, elements, prediction, i + 1)) {
            if (count == most) {
                return -1;
            }
            int gap = i - last - 1;
            for (; gap >= 255; gap -= 255) {
                gaps[gapBytes++] = -1;
            }
            gaps[gapBytes++] = (byte) gap;
            long folded = Differences.fold(layout, raw, from + i * width, prediction, i);
            for (int plane = 0; plane < width; plane++) {
                planes[plane * most + count] = (byte) (folded >>> (8 * plane));
            }
            count++;
            last = i;
        }
        INT.set(out, at, count);
        INT.set(out, at + 4, gapBytes);
        int end = worker.segments.write(gaps, 0, gapBytes, out, at + 8);
        for (int plane = 0; plane < width; plane++) {
            end = worker.segments.write(planes, plane * most, count, out, end);
        }
        return end;
    }

    /** Guesses from evenly spread elements. */
    private static boolean isRare(ElementLayout layout, byte[] raw, int from, int elements, byte[] prediction) {
        int width = layout.width();
        int differ = 0;
        int probes = Math.min(PROBES, elements);
        for (int probe = 0; probe < probes; probe++) {
            int at = (int) ((long) elements * probe / probes) * width;
            differ += Arrays.equals(raw, from + at, from + at + width, prediction, at, at + width) ? 0 : 1;
        }
        return differ * RARE <= probes;
    }

    /** Returns the first element from {@code i} on that is not as predicted, or the number of all. */
    private static int next(ElementLayout layout, byte[] raw, int from, int elements, byte[] prediction, int i) {
        int width = layout.width();
        int at = Arrays.mismatch(
                raw, from + i * width, from + elements * width, prediction, i * width, elements * width);
        return at < 0 ? elements : i + at / width;
    }

    /** Decodes what {@link #write} wrote between {@code at} and {@code end}; the array holds the prediction. */
    static void read(
            ResidualWorker worker, ElementLayout layout, byte[] block, int at, int end, byte[] raw, int elements)
            throws IOException {
        if (at > end - 8) {
            throw new CorruptObjectException("a block of differences is cut off");
        }
        int width = layout.width();
        int count = (int) INT.get(block, at);
        int gapBytes = (int) INT.get(block, at + 4);
        if (count < 1 || count > elements || gapBytes < count || gapBytes > count + elements / 255) {
            throw new CorruptObjectException(count + " differences in a block of " + elements + " elements");
        }
        byte[] planes = worker.planes.planes(elements * width);
        byte[] gaps = worker.gaps(gapBytes);
        int next = worker.segments.read(block, at + 8, end, gaps, 0, gapBytes);
        for (int plane = 0; plane < width; plane++) {
            next = worker.segments.read(block, next, end, planes, plane * count, count);
        }
        if (next != end) {
            throw new CorruptObjectException("bytes are left of a block of differences");
        }
        int i = -1;
        int done = 0;
        int gap = 0;
        for (int g = 0; g < gapBytes; g++) {
            int more = gaps[g] & 0xFF;
            gap += more;
            if (more < 255) {
                i += gap + 1;
                gap = 0;
                if (i >= elements || done == count) {
                    throw new CorruptObjectException("a difference lies outside of its block");
                }
                long folded = 0;
                for (int plane = 0; plane < width; plane++) {
                    folded |= (planes[plane * count + done] & 0xFFL) << (8 * plane);
                }
                Differences.unfold(layout, raw, i, folded);
                done++;
            }
        }
        if (done != count) {
            throw new CorruptObjectException("differences without a place");
        }
    }
}
