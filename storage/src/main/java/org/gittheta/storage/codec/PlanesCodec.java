// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/**
 * Stores the bytes of equal significance together, each plane compressed with zstd where that helps.
 *
 * <p>The payload, numbers little-endian:
 *
 * <pre>
 * payload = version width rotation zero blockSize *block
 * version = %x01                     ; 1 byte
 * width   = 1 / 2 / 4 / 8            ; 1 byte: bytes of an element, and so the number of planes
 * rotation = 0 / 1                   ; 1 byte: whether elements were rotated left by one bit before the split, which
 *                                    ; puts the sign below the mantissa and a float's exponent into one byte
 * zero    = 0                        ; 1 byte
 * blockSize = u32                    ; raw bytes of every block but the last; a multiple of the width
 * block   = width*plane-head width*plane tail
 * plane-head = u32                   ; length of the plane as stored; the top bit is set if it is stored as it is
 * plane   = *byte                    ; plane 0 has the least significant bytes; a zstd frame without magic number,
 *                                    ; content size and checksum, or the bytes themselves
 * tail    = *byte                    ; the raw length modulo width bytes that fill no element, as they are
 * </pre>
 *
 * <p>Floating-point types are entropy-coded almost only (zstd strategy fast with a tiny hash table): their exponents
 * have few values and no repeats worth looking for. Everything else gets zstd level 1.
 */
public final class PlanesCodec implements Codec {
    /** The name that is stored. */
    public static final String NAME = "planes";

    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    static final int BLOCK = 1 << 20;
    private static final int WIDEST = 8;

    /** Compression contexts and buffers not in use: each is worth keeping for the next block, of whichever parameter. */
    private final ConcurrentLinkedQueue<PlaneWorker> idle = new ConcurrentLinkedQueue<>();

    private final BlockBuffers buffers = new BlockBuffers(BLOCK + 4 * WIDEST);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Encoder encoder(DType dtype, long size) {
        boolean isFloat = dtype.name().matches("B?F\\d+.*|C\\d+");
        int width = dtype.planeWidth();
        return new PlanesEncoder(this, width, isFloat && width > 1, isFloat, size);
    }

    @Override
    public Decoder decoder(PayloadReader payload, long size) throws IOException {
        return new PlanesDecoder(this, payload, size);
    }

    PlaneWorker acquire() {
        PlaneWorker worker = idle.poll();
        return worker != null ? worker : new PlaneWorker();
    }

    void release(PlaneWorker worker) {
        idle.add(worker);
    }

    BlockBuffers buffers() {
        return buffers;
    }
}
