// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Turns a parameter's raw bytes into a payload that refers to another parameter, its base, and back.
 *
 * <p>A delta codec is found by {@link java.util.ServiceLoader} under its name, which is stored. What it once wrote it
 * reads for ever. The payload says all that decoding needs but the raw length and the base's type and length.
 *
 * <p>Block number <i>i</i> of the parameter is coded with block number <i>i</i> of the base and with nothing else, so
 * that both can be streamed side by side. Codecs, encoders and decoders are safe for use by several threads unless a
 * method says otherwise.
 */
public interface DeltaCodec {
    /** Returns the name that is stored in stubs: lower-case ASCII letters, digits and hyphens. */
    String name();

    /**
     * Begins to encode one parameter, if this codec may have something to offer for it.
     *
     * @param change the parameter and its base
     */
    Optional<Encoder> encoder(Change change) throws IOException;

    /**
     * Begins to decode one parameter, reading what stands before the first block.
     *
     * @param payload the payload, at its start
     * @param size the parameter's length in bytes
     * @param baseType the base's element type
     * @throws org.gittheta.storage.object.CorruptObjectException if the payload is none of this codec's, or not for such
     *     a base
     */
    Decoder decoder(PayloadReader payload, long size, DType baseType) throws IOException;

    /** Says how a parameter and its base are cut into blocks. */
    interface Blocks {
        /** Returns the raw length of every block but the last, at most 1 MiB. */
        int blockSize();

        /** Returns the raw length of every block of the base but the last, at most 1 MiB. */
        int baseBlockSize();
    }

    /** Encodes the blocks of one parameter. */
    interface Encoder extends Blocks {
        /** Returns what stands before the first block. */
        byte[] header();

        /**
         * Encodes a block.
         *
         * @param index the block's number, from 0
         * @param raw holds the block
         * @param from where it begins there
         * @param length its raw length: {@link #blockSize}, or less for the last block
         * @param base holds the base's block of that number from index 0
         * @param baseLength its raw length; less, or nothing, where the base has ended
         */
        Codec.Encoded encode(long index, byte[] raw, int from, int length, byte[] base, int baseLength);

        /** Takes back what {@link #encode} returned, once nobody reads it any more: the next block may use its bytes. */
        default void recycle(Codec.Encoded encoded) {}
    }

    /** Decodes the blocks of one parameter. */
    interface Decoder extends Blocks {
        /**
         * Reads the next block as it was encoded; one thread at a time, in order.
         *
         * @param length the block's raw length
         */
        Codec.Encoded read(int length) throws IOException;

        /**
         * Decodes a block that {@link #read} returned.
         *
         * @param encoded the block
         * @param index its number, from 0
         * @param base holds the base's block of that number from index 0; may be {@code raw} if blocks of both have one
         *     length
         * @param baseLength its raw length
         * @param raw takes exactly {@code length} bytes from index 0
         * @param length the block's raw length
         * @throws org.gittheta.storage.object.CorruptObjectException if the block does not decode to that length
         */
        void decode(Codec.Encoded encoded, long index, byte[] base, int baseLength, byte[] raw, int length)
                throws IOException;
    }

    /** Describes a parameter that is to be encoded, and its base. */
    interface Change {
        /** Returns the parameter's element type. */
        DType dtype();

        /** Returns the parameter's shape. */
        Shape shape();

        /** Returns the parameter's length in bytes. */
        long size();

        /** Returns the base's element type. */
        DType baseType();

        /** Returns the base's length in bytes. */
        long baseSize();

        /** Tells whether {@link #visit} shows all blocks, and not only the first. */
        boolean isWhole();

        /**
         * Shows some blocks in order, spread over the parameter; the first one always. May be asked several times.
         *
         * @param blocks how to cut them
         * @param most how many at most, at least 1; all of them if there are no more
         * @param visitor sees them until it has seen enough
         */
        void sample(Blocks blocks, int most, Visitor visitor) throws IOException;

        /**
         * Shows the blocks in order, reading them if need be: this costs more the larger the parameter is. May be asked
         * several times.
         *
         * @param blocks how to cut them
         * @param visitor sees them until it has seen enough
         */
        void visit(Blocks blocks, Visitor visitor) throws IOException;
    }

    /** Looks at blocks of a parameter and its base. */
    interface Visitor {
        /**
         * Looks at one block.
         *
         * @param index the block's number, from 0
         * @param raw holds the block
         * @param from where it begins there
         * @param length its raw length
         * @param base holds the base's block from index 0
         * @param baseLength its raw length
         * @return whether to go on
         */
        boolean see(long index, byte[] raw, int from, int length, byte[] base, int baseLength);
    }
}
