// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.gittheta.storage.object.CorruptObjectException;

/** Compresses and decompresses planes, one after the other; for one thread at a time. */
final class PlaneWorker {
    /** ZSTD_strategy's value for ZSTD_fast. */
    private static final int STRATEGY_FAST = 1;

    private byte[] planes = new byte[0];
    private ZstdCompressCtx entropy;
    private ZstdCompressCtx general;
    private ZstdDecompressCtx decompress;

    /** Returns a buffer of at least that size, which the next call may return again. */
    byte[] planes(int size) {
        if (planes.length < size) {
            planes = new byte[size];
        }
        return planes;
    }

    /**
     * Compresses a plane.
     *
     * @return the number of bytes written to {@code out}, or -1 if the plane would not shrink
     */
    int compress(byte[] plane, int from, int length, byte[] out, int at, boolean entropyOnly) {
        if (length == 0 || (entropyOnly && !EntropyEstimate.isCompressible(plane, from, length))) {
            return -1;
        }
        ZstdCompressCtx context = entropyOnly ? entropy() : general();
        try {
            int packed = context.compressByteArray(out, at, length - 1, plane, from, length);
            return packed < length ? packed : -1;
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        }
    }

    /** Decompresses a plane to exactly {@code length} bytes. */
    void decompress(byte[] block, int at, int size, byte[] out, int to, int length) throws IOException {
        if (decompress == null) {
            decompress = new ZstdDecompressCtx();
            decompress.setMagicless(true);
        }
        try {
            int got = decompress.decompressByteArray(out, to, length, block, at, size);
            if (got != length) {
                throw new CorruptObjectException("a plane of " + length + " bytes decompresses to " + got);
            }
        } catch (ZstdException e) {
            throw new CorruptObjectException("a plane does not decompress: " + e.getMessage(), e);
        }
    }

    private ZstdCompressCtx entropy() {
        if (entropy == null) {
            entropy = context(1);
            entropy.setStrategy(STRATEGY_FAST);
            entropy.setHashLog(6);
            entropy.setMinMatch(7);
            entropy.setTargetLength(0);
            entropy.setWindowLog(17);
        }
        return entropy;
    }

    private ZstdCompressCtx general() {
        if (general == null) {
            general = context(1);
        }
        return general;
    }

    private static ZstdCompressCtx context(int level) {
        ZstdCompressCtx context = new ZstdCompressCtx();
        context.setLevel(level);
        context.setMagicless(true);
        context.setContentSize(false);
        context.setChecksum(false);
        return context;
    }
}
