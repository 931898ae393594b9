// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/** Stores raw bytes as they are: the payload is the parameter. */
public final class RawCodec implements Codec {
    /** The name that is stored. */
    public static final String NAME = "raw";

    private static final int BLOCK = 1 << 20;

    private final BlockBuffers buffers = new BlockBuffers(BLOCK);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Encoder encoder(DType dtype, long size) {
        return new Encoder() {
            @Override
            public byte[] header() {
                return new byte[0];
            }

            @Override
            public int blockSize() {
                return BLOCK;
            }

            @Override
            public Encoded encode(byte[] raw, int length) {
                return new Encoded(raw, length);
            }
        };
    }

    @Override
    public Decoder decoder(PayloadReader payload, long size) throws IOException {
        if (payload.remaining() != size) {
            throw new CorruptObjectException(payload.remaining() + " raw bytes are stored for a parameter of " + size);
        }
        return new Decoder() {
            @Override
            public int blockSize() {
                return BLOCK;
            }

            @Override
            public Encoded read(int length) throws IOException {
                byte[] bytes = buffers.take(length);
                payload.readFully(bytes, 0, length);
                return new Encoded(bytes, length);
            }

            @Override
            public void decode(Encoded encoded, byte[] raw, int length) {
                System.arraycopy(encoded.bytes(), 0, raw, 0, length);
            }

            @Override
            public void recycle(Encoded encoded) {
                buffers.give(encoded.bytes());
            }
        };
    }
}
