// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Encodes blocks as {@link PlanesCodec} describes. */
final class PlanesEncoder implements Codec.Encoder {
    static final int STORED = 1 << 31;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final PlanesCodec codec;
    private final int width;
    private final boolean rotate;
    private final boolean entropyOnly;
    private final int blockSize;

    PlanesEncoder(PlanesCodec codec, int width, boolean rotate, boolean entropyOnly, long size) {
        this.codec = codec;
        this.width = width;
        this.rotate = rotate;
        this.entropyOnly = entropyOnly;
        blockSize = PlanesCodec.BLOCK;
    }

    @Override
    public byte[] header() {
        byte[] header = {PlanesCodec.VERSION, (byte) width, (byte) (rotate ? 1 : 0), 0, 0, 0, 0, 0};
        INT.set(header, 4, blockSize);
        return header;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public Codec.Encoded encode(byte[] raw, int length) {
        PlaneWorker worker = codec.acquire();
        try {
            byte[] out = codec.buffers().take(4 * width + length);
            return new Codec.Encoded(out, encode(worker, raw, length, width, rotate, entropyOnly, out));
        } finally {
            codec.release(worker);
        }
    }

    @Override
    public void recycle(Codec.Encoded encoded) {
        codec.buffers().give(encoded.bytes());
    }

    /**
     * Encodes a block with the buffers of this thread.
     *
     * @return where it ends in {@code out}
     */
    static int encode(
            PlaneWorker worker, byte[] raw, int length, int width, boolean rotate, boolean entropyOnly, byte[] out) {
        int elements = length / width;
        byte[] planes = worker.planes(elements * width);
        BytePlanes.split(raw, planes, elements, width, rotate);
        int head = 4 * width;
        int at = head;
        for (int plane = 0; plane < width; plane++) {
            int from = plane * elements;
            int packed = worker.compress(planes, from, elements, out, at, entropyOnly);
            if (packed < 0) {
                System.arraycopy(planes, from, out, at, elements);
                packed = elements;
                INT.set(out, 4 * plane, packed | STORED);
            } else {
                INT.set(out, 4 * plane, packed);
            }
            at += packed;
        }
        int tail = length - elements * width;
        System.arraycopy(raw, elements * width, out, at, tail);
        return at + tail;
    }
}
