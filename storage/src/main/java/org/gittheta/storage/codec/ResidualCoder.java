// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;

/**
 * Codes blocks of elements of which there is a prediction.
 *
 * <pre>
 * block   = ( same / grouped / changed / dense ) tail
 * same    = %x00                        ; every element is as predicted
 * grouped = %x01 length *segment        ; for each group of {@link Groups}, for each plane of {@link Differences}, least
 *                                       ; significant first: its bytes, as {@link PlaneSegments} writes them
 * changed = %x02 length u32 gaps *segment
 *                                       ; the number of elements that are not as predicted; where they are, as in a
 *                                       ; sparse segment; for each plane: the bytes of their differences, in order
 * dense   = %x03 length *byte           ; planes of the elements themselves, as a block of {@link PlanesCodec}, rotated
 *                                       ; if they are floats
 * length  = u32                         ; of what follows it, without the tail
 * tail    = *byte                       ; the raw length modulo width bytes that fill no element, as they are
 * </pre>
 */
final class ResidualCoder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SAME = 0;
    private static final int GROUPED = 1;
    private static final int CHANGED = 2;
    private static final int DENSE = 3;
    private static final int HEAD = 5;

    private final ConcurrentLinkedQueue<ResidualWorker> idle = new ConcurrentLinkedQueue<>();

    ResidualWorker acquire() {
        ResidualWorker worker = idle.poll();
        return worker != null ? worker : new ResidualWorker();
    }

    void release(ResidualWorker worker) {
        idle.add(worker);
    }

    /** Encodes a block of {@code length} bytes from {@code from} on, of which predictions begin at index 0. */
    Codec.Encoded encode(
            ResidualWorker worker, ElementLayout layout, byte[] raw, int from, int length, byte[] prediction) {
        int elements = length / layout.width();
        int whole = elements * layout.width();
        int tail = length - whole;
        if (Arrays.equals(raw, from, from + whole, prediction, 0, whole)) {
            byte[] same = new byte[1 + tail];
            System.arraycopy(raw, from + whole, same, 1, tail);
            return new Codec.Encoded(same, same.length);
        }
        byte[] out = worker.block(whole + tail + 64 * (layout.width() * (elements / Groups.SMALLEST + 2) + 4));
        int mode = CHANGED;
        int end = ChangedElements.write(worker, layout, raw, from, elements, prediction, out, HEAD);
        if (end < 0) {
            mode = GROUPED;
            end = grouped(worker, layout, raw, from, elements, prediction, out);
        }
        if (end > length / 2 && mayDenseBeShorter(layout, raw, from, elements, end)) {
            byte[] dense = new byte[4 * layout.width() + whole];
            int shorter = dense(worker, layout, raw, from, whole, dense);
            if (shorter < end - HEAD) {
                mode = DENSE;
                end = HEAD + shorter;
                System.arraycopy(dense, 0, out, HEAD, shorter);
            }
        }
        out[0] = (byte) mode;
        INT.set(out, 1, end - HEAD);
        System.arraycopy(raw, from + whole, out, end, tail);
        return new Codec.Encoded(Arrays.copyOf(out, end + tail), end + tail);
    }

    private static int grouped(
            ResidualWorker worker,
            ElementLayout layout,
            byte[] raw,
            int from,
            int elements,
            byte[] prediction,
            byte[] out) {
        Groups groups = worker.groups;
        groups.count(layout, prediction, elements);
        byte[] planes = worker.planes.planes(elements * layout.width());
        byte[] ordered = worker.ordered(elements * layout.width());
        Differences.split(layout, raw, from, prediction, elements, groups.next(), ordered, planes);
        int at = HEAD;
        int begin = 0;
        for (int group = 0; group < groups.groups(); group++) {
            int count = groups.end(group) - begin;
            for (int plane = 0; plane < layout.width(); plane++) {
                at = worker.segments.write(planes, plane * elements + begin, count, out, at);
            }
            begin += count;
        }
        return at;
    }

    /** Guesses from a sample; what is not floats may repeat itself, which no count of bytes shows. */
    private static boolean mayDenseBeShorter(ElementLayout layout, byte[] raw, int from, int elements, int end) {
        return !layout.isFloat()
                || EntropyEstimate.planes(raw, from, elements, layout.width(), layout.width() > 1) * 0.98 < end;
    }

    private static int dense(ResidualWorker worker, ElementLayout layout, byte[] raw, int from, int whole, byte[] out) {
        byte[] block = from == 0 ? raw : Arrays.copyOfRange(raw, from, from + whole);
        boolean rotate = layout.isFloat() && layout.width() > 1;
        return PlanesEncoder.encode(worker.planes, block, whole, layout.width(), rotate, layout.isFloat(), out);
    }

    /** Reads a block of that raw length as it was encoded. */
    static Codec.Encoded read(PayloadReader payload, ElementLayout layout, int length) throws IOException {
        int tail = length % layout.width();
        byte[] head = new byte[HEAD];
        payload.readFully(head, 0, 1);
        if (head[0] == SAME) {
            byte[] same = new byte[1 + tail];
            payload.readFully(same, 1, tail);
            return new Codec.Encoded(same, same.length);
        }
        payload.readFully(head, 1, HEAD - 1);
        int stored = (int) INT.get(head, 1);
        // A writer takes the dense form when differences are longer, and that has a head for each plane.
        if (stored < 0 || stored > length + 4 * layout.width() || stored > payload.remaining()) {
            throw new CorruptObjectException("a block of " + length + " bytes is stored in " + stored);
        }
        byte[] block = new byte[HEAD + stored + tail];
        System.arraycopy(head, 0, block, 0, HEAD);
        payload.readFully(block, HEAD, stored + tail);
        return new Codec.Encoded(block, block.length);
    }

    /** Decodes a block; the array holds the prediction from index 0 and takes {@code length} raw bytes. */
    void decode(ResidualWorker worker, ElementLayout layout, Codec.Encoded encoded, byte[] raw, int length)
            throws IOException {
        int elements = length / layout.width();
        int tail = length - elements * layout.width();
        byte[] block = encoded.bytes();
        int end = encoded.length() - tail;
        switch (block[0]) {
            case SAME -> {}
            case GROUPED -> join(worker, layout, block, end, raw, elements);
            case CHANGED -> ChangedElements.read(worker, layout, block, HEAD, end, raw, elements);
            case DENSE ->
                PlanesDecoder.decode(
                        worker.planes,
                        block,
                        HEAD,
                        end,
                        raw,
                        elements,
                        layout.width(),
                        layout.isFloat() && layout.width() > 1);
            default -> throw new CorruptObjectException("a block of differences begins with " + block[0]);
        }
        System.arraycopy(block, end, raw, elements * layout.width(), tail);
    }

    private static void join(
            ResidualWorker worker, ElementLayout layout, byte[] block, int end, byte[] raw, int elements)
            throws IOException {
        Groups groups = worker.groups;
        groups.count(layout, raw, elements);
        byte[] planes = worker.planes.planes(elements * layout.width());
        int at = HEAD;
        int begin = 0;
        for (int group = 0; group < groups.groups(); group++) {
            int count = groups.end(group) - begin;
            for (int plane = 0; plane < layout.width(); plane++) {
                at = worker.segments.read(block, at, end, planes, plane * elements + begin, count);
            }
            begin += count;
        }
        if (at != end) {
            throw new CorruptObjectException("bytes are left of a block of differences");
        }
        byte[] ordered = worker.ordered(elements * layout.width());
        Differences.join(layout, planes, elements, groups.next(), ordered, raw);
    }
}
