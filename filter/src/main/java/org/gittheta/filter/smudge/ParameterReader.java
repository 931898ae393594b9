// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.stub.Encoding;

/**
 * Reads the encoded blocks of one parameter in order, and beside each those of its bases; for one thread, while others
 * decode them.
 */
final class ParameterReader {
    /** Bases that are followed: each holds a block open for every block that is read ahead. */
    private static final int MOST_BASES = 64;

    private final Codec.Decoder plain;
    private final DeltaCodec.Decoder delta;
    private final BaseBlocks base;
    private long left;
    private long index;

    /** Decodes a block that was read, on any thread, once. */
    interface Pending {
        /** Fills an array from index 0 on; longer arrays keep what they hold behind the block. */
        void decode(byte[] raw) throws IOException;
    }

    ParameterReader(Codecs codecs, OpenObjects objects, long size, Encoding encoding) throws IOException {
        this(codecs, objects, size, encoding, 0, false);
    }

    private ParameterReader(
            Codecs codecs, OpenObjects objects, long size, Encoding encoding, int depth, boolean isBaseGiven)
            throws IOException {
        if (depth > MOST_BASES) {
            throw new CorruptObjectException("a parameter has more than " + MOST_BASES + " bases");
        }
        left = size;
        PayloadReader payload = new PayloadReader(objects, encoding.slices());
        if (encoding.base().isEmpty()) {
            Codec codec = codecs.named(encoding.codec());
            plain = size == 0 ? null : codec.decoder(payload, size);
            delta = null;
            base = null;
        } else {
            Encoding.Base of = encoding.base().get();
            DeltaCodec codec = codecs.delta(encoding.codec());
            plain = null;
            delta = size == 0 ? null : codec.decoder(payload, size, of.dtype());
            base = isBaseGiven
                    ? null
                    : new BaseBlocks(new ParameterReader(codecs, objects, of.size(), of.encoding(), depth + 1, false));
        }
    }

    /**
     * Returns a reader of a delta whose base somebody else reads and gives, block by block; nothing if those blocks are not
     * the ones that the delta asks for.
     */
    static Optional<ParameterReader> over(
            ParameterReader base, Codecs codecs, OpenObjects objects, long size, Encoding encoding) throws IOException {
        ParameterReader reader = new ParameterReader(codecs, objects, size, encoding, 0, true);
        return reader.delta != null && reader.delta.baseBlockSize() == base.blockSize()
                ? Optional.of(reader)
                : Optional.empty();
    }

    /** Returns the raw length of every block but the last; 0 if there is none. */
    private int blockSize() {
        return plain != null ? plain.blockSize() : delta != null ? delta.blockSize() : 0;
    }

    /** Returns the raw length of the next block, or 0 after the last. */
    int nextLength() throws CorruptObjectException {
        int length = (int) Math.min(left, blockSize());
        if (length > BlockPool.BLOCK_BYTES) {
            throw new CorruptObjectException("a block of " + length + " bytes is too large");
        }
        return length;
    }

    /** Reads the next block. */
    Pending next() throws IOException {
        if (plain != null) {
            int length = nextLength();
            left -= length;
            Codec.Encoded encoded = plain.read(length);
            return raw -> {
                plain.decode(encoded, raw, length);
                plain.recycle(encoded);
            };
        }
        return next(base.next(delta.baseBlockSize()));
    }

    /** Reads the next block of a delta. */
    Pending next(BaseBlocks.Run from) throws IOException {
        int length = nextLength();
        left -= length;
        Codec.Encoded encoded = delta.read(length);
        long number = index++;
        // Where both are as long, the base's block becomes the parameter's in place: a chain takes no more memory.
        boolean inPlace = from.length() == length && delta.blockSize() == delta.baseBlockSize();
        return raw -> {
            byte[] bytes = inPlace ? raw : new byte[from.length()];
            from.decode(bytes);
            delta.decode(encoded, number, bytes, from.length(), raw, length);
        };
    }

    /** Reads and decodes everything on this thread. */
    byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(left, 1 << 24));
        for (int length = nextLength(); length > 0; length = nextLength()) {
            byte[] raw = new byte[length];
            next().decode(raw);
            all.writeBytes(raw);
        }
        return all.toByteArray();
    }
}
