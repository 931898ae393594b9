// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;

/** Decodes blocks as {@link PlanesCodec} describes. */
final class PlanesDecoder implements Codec.Decoder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_BLOCK = 1 << 24;

    private final PlanesCodec codec;
    private final PayloadReader payload;
    private final int width;
    private final boolean rotated;
    private final int blockSize;

    PlanesDecoder(PlanesCodec codec, PayloadReader payload, long size) throws IOException {
        this.codec = codec;
        this.payload = payload;
        byte[] header = new byte[PlanesCodec.HEADER_BYTES];
        payload.readFully(header, 0, header.length);
        width = header[1];
        rotated = header[2] == 1;
        blockSize = (int) INT.get(header, 4);
        boolean known = header[0] == PlanesCodec.VERSION
                && (width == 1 || width == 2 || width == 4 || width == 8)
                && (header[2] == 0 || header[2] == 1)
                && header[3] == 0
                && blockSize > 0
                && blockSize <= LARGEST_BLOCK
                && blockSize % width == 0;
        if (!known) {
            throw new CorruptObjectException(
                    "a payload of the codec \"planes\" begins with " + Arrays.toString(header));
        }
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public Codec.Encoded read(int length) throws IOException {
        int elements = length / width;
        int head = 4 * width;
        byte[] block = codec.buffers().take(head + length);
        payload.readFully(block, 0, head);
        int stored = stored(block, 0, elements, width) + length - elements * width;
        payload.readFully(block, head, stored);
        return new Codec.Encoded(block, head + stored);
    }

    /** Returns the length of all planes as stored, once their heads are found to be possible ones. */
    private static int stored(byte[] block, int at, int elements, int width) throws CorruptObjectException {
        int total = 0;
        for (int plane = 0; plane < width; plane++) {
            int stored = (int) INT.get(block, at + 4 * plane);
            int size = stored & ~PlanesEncoder.STORED;
            // A compressed plane is smaller than its bytes, or it would have been stored as they are.
            if (stored < 0 ? size != elements : size >= elements) {
                throw new CorruptObjectException("a plane of " + elements + " bytes is stored in " + size);
            }
            total += size;
        }
        return total;
    }

    @Override
    public void decode(Codec.Encoded encoded, byte[] raw, int length) throws IOException {
        PlaneWorker worker = codec.acquire();
        try {
            int whole = length - length % width;
            int end = join(worker, encoded.bytes(), 0, raw, length / width, width, rotated);
            System.arraycopy(encoded.bytes(), end, raw, whole, length - whole);
        } finally {
            codec.release(worker);
        }
    }

    @Override
    public void recycle(Codec.Encoded encoded) {
        codec.buffers().give(encoded.bytes());
    }

    /**
     * Decodes the elements of a block that lies between two places of an array.
     *
     * @throws CorruptObjectException if they are not exactly that block
     */
    static void decode(
            PlaneWorker worker, byte[] block, int at, int end, byte[] raw, int elements, int width, boolean rotated)
            throws IOException {
        int head = 4 * width;
        if (head > end - at || stored(block, at, elements, width) != end - at - head) {
            throw new CorruptObjectException("planes of " + elements + " elements are stored in " + (end - at));
        }
        join(worker, block, at, raw, elements, width, rotated);
    }

    private static int join(
            PlaneWorker worker, byte[] block, int from, byte[] raw, int elements, int width, boolean rotated)
            throws IOException {
        byte[] planes = worker.planes(elements * width);
        int at = from + 4 * width;
        for (int plane = 0; plane < width; plane++) {
            int stored = (int) INT.get(block, from + 4 * plane);
            int size = stored & ~PlanesEncoder.STORED;
            if (stored < 0) {
                System.arraycopy(block, at, planes, plane * elements, elements);
            } else {
                worker.decompress(block, at, size, planes, plane * elements, elements);
            }
            at += size;
        }
        BytePlanes.join(planes, raw, elements, width, rotated);
        return at;
    }
}
