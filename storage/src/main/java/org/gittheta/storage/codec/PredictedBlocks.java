// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/**
 * Codes a parameter block by block as differences from what a {@link Predictor} makes of its base.
 *
 * <p>Every payload of such a codec begins, numbers little-endian, with
 *
 * <pre>
 * head     = version width mantissa exponent elements
 * version  = %x01                       ; 1 byte
 * width    = 1 / 2 / 4 / 8              ; 1 byte: bytes of an element
 * mantissa = OCTET                      ; bits of its mantissa, 0 for an integer
 * exponent = OCTET                      ; bits of its exponent, 0 for an integer
 * elements = u32                        ; elements of every block but the last
 * </pre>
 *
 * <p>A block of the base has the same elements in the base's own type. Where the base is shorter, its elements are zero
 * bits.
 *
 * @param residuals codes the differences
 * @param layout the elements' layout
 * @param baseLayout the base's
 * @param elements elements of a block
 */
record PredictedBlocks(ResidualCoder residuals, ElementLayout layout, ElementLayout baseLayout, int elements)
        implements DeltaCodec.Blocks {
    static final int VERSION = 1;
    static final int HEAD_BYTES = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 1 << 20;

    /** Cuts blocks so that those of the parameter and of the base have at most 1 MiB. */
    static PredictedBlocks of(ResidualCoder residuals, DType dtype, DType baseType) {
        ElementLayout layout = ElementLayout.of(dtype);
        ElementLayout base = ElementLayout.of(baseType);
        return new PredictedBlocks(residuals, layout, base, BLOCK / Math.max(layout.width(), base.width()));
    }

    /** Reads the head of a payload. */
    static PredictedBlocks read(ResidualCoder residuals, PayloadReader payload, DType baseType) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        payload.readFully(head, 0, HEAD_BYTES);
        ElementLayout layout = new ElementLayout(head[1], head[2], head[3]);
        ElementLayout base = ElementLayout.of(baseType);
        int elements = (int) INT.get(head, 4);
        if (head[0] != VERSION
                || !layout.isValid()
                || elements < 1
                || elements > BLOCK / Math.max(layout.width(), base.width())) {
            throw new CorruptObjectException("differences begin with " + Arrays.toString(head));
        }
        return new PredictedBlocks(residuals, layout, base, elements);
    }

    byte[] head() {
        byte[] head = {VERSION, (byte) layout.width(), (byte) layout.mantissa(), (byte) layout.exponent(), 0, 0, 0, 0};
        INT.set(head, 4, elements);
        return head;
    }

    @Override
    public int blockSize() {
        return elements * layout.width();
    }

    @Override
    public int baseBlockSize() {
        return elements * baseLayout.width();
    }

    /** Encodes a block. */
    Codec.Encoded encode(
            Predictor predictor, long index, byte[] raw, int from, int length, byte[] base, int baseLength) {
        ResidualWorker worker = residuals.acquire();
        try {
            int count = length / layout.width();
            byte[] prediction = base;
            if (!predictor.isBase() || baseLength / baseLayout.width() < count) {
                prediction = worker.prediction(count * layout.width());
                predict(predictor, index, base, baseLength, prediction, count);
            }
            return residuals.encode(worker, layout, raw, from, length, prediction);
        } finally {
            residuals.release(worker);
        }
    }

    /** Decodes a block; the base may be in the same array if it is as wide. */
    void decode(
            Predictor predictor, Codec.Encoded encoded, long index, byte[] base, int baseLength, byte[] raw, int length)
            throws IOException {
        ResidualWorker worker = residuals.acquire();
        try {
            predict(predictor, index, base, baseLength, raw, length / layout.width());
            residuals.decode(worker, layout, encoded, raw, length);
        } finally {
            residuals.release(worker);
        }
    }

    private void predict(Predictor predictor, long index, byte[] base, int baseLength, byte[] out, int count) {
        int there = Math.min(count, baseLength / baseLayout.width());
        if (!predictor.isBase()) {
            predictor.predict(base, index * elements, out, there);
        } else if (base != out) {
            System.arraycopy(base, 0, out, 0, there * layout.width());
        }
        Arrays.fill(out, there * layout.width(), count * layout.width(), (byte) 0);
    }

    /** Returns an encoder with a predictor of its own. */
    DeltaCodec.Encoder encoder(byte[] header, Predictor predictor) {
        return new DeltaCodec.Encoder() {
            @Override
            public byte[] header() {
                return header.clone();
            }

            @Override
            public int blockSize() {
                return PredictedBlocks.this.blockSize();
            }

            @Override
            public int baseBlockSize() {
                return PredictedBlocks.this.baseBlockSize();
            }

            @Override
            public Codec.Encoded encode(long index, byte[] raw, int from, int length, byte[] base, int baseLength) {
                return PredictedBlocks.this.encode(predictor, index, raw, from, length, base, baseLength);
            }
        };
    }

    /** Returns a decoder with a predictor of its own. */
    DeltaCodec.Decoder decoder(PayloadReader payload, Predictor predictor) {
        return new DeltaCodec.Decoder() {
            @Override
            public int blockSize() {
                return PredictedBlocks.this.blockSize();
            }

            @Override
            public int baseBlockSize() {
                return PredictedBlocks.this.baseBlockSize();
            }

            @Override
            public Codec.Encoded read(int length) throws IOException {
                return ResidualCoder.read(payload, layout, length);
            }

            @Override
            public void decode(Codec.Encoded encoded, long index, byte[] base, int baseLength, byte[] raw, int length)
                    throws IOException {
                PredictedBlocks.this.decode(predictor, encoded, index, base, baseLength, raw, length);
            }
        };
    }
}
