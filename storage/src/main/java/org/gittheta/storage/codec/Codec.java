// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/**
 * Turns a parameter's raw bytes into the payload that is stored, and back.
 *
 * <p>A codec is found by {@link java.util.ServiceLoader} under its name, which is stored. What it once wrote it reads for
 * ever: another layout is another codec with another name. The payload says all that decoding needs but the raw length.
 *
 * <p>Raw bytes are cut into blocks that are encoded and decoded independently of each other, so that several threads can
 * work on one parameter. Codecs, encoders and decoders are safe for use by several threads unless a method says
 * otherwise.
 */
public interface Codec {
    /** Returns the name that is stored in stubs: lower-case ASCII letters, digits and hyphens. */
    String name();

    /**
     * Begins to encode one parameter.
     *
     * @param dtype its element type
     * @param size its length in bytes
     */
    Encoder encoder(DType dtype, long size);

    /**
     * Begins to decode one parameter, reading what stands before the first block.
     *
     * @param payload the payload, at its start
     * @param size the parameter's length in bytes
     * @throws org.gittheta.storage.object.CorruptObjectException if the payload is none of this codec's
     */
    Decoder decoder(PayloadReader payload, long size) throws IOException;

    /** Encodes the blocks of one parameter. */
    interface Encoder {
        /** Returns what stands before the first block. */
        byte[] header();

        /** Returns the raw length of every block but the last. */
        int blockSize();

        /**
         * Encodes a block.
         *
         * @param raw holds the block from index 0
         * @param length its raw length: {@link #blockSize}, or less for the last block
         * @return the encoded block
         */
        Encoded encode(byte[] raw, int length);

        /** Takes back what {@link #encode} returned, once nobody reads it any more: the next block may use its bytes. */
        default void recycle(Encoded encoded) {}
    }

    /** Decodes the blocks of one parameter. */
    interface Decoder {
        /** Returns the raw length of every block but the last. */
        int blockSize();

        /**
         * Reads the next block as it was encoded; one thread at a time, in order.
         *
         * @param length the block's raw length
         */
        Encoded read(int length) throws IOException;

        /**
         * Decodes a block that {@link #read} returned.
         *
         * @param encoded the block
         * @param raw takes exactly {@code length} bytes from index 0
         * @param length the block's raw length
         * @throws org.gittheta.storage.object.CorruptObjectException if the block does not decode to that length
         */
        void decode(Encoded encoded, byte[] raw, int length) throws IOException;

        /** Takes back what {@link #read} returned, once nobody reads it any more: the next block may use its bytes. */
        default void recycle(Encoded encoded) {}
    }

    /**
     * Holds an encoded block.
     *
     * @param bytes an array that begins with the block
     * @param length the block's length
     */
    @SuppressWarnings("ArrayRecordComponent") // a buffer, compared by nobody
    record Encoded(byte[] bytes, int length) {}
}
