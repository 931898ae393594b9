// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Reads the two arrays in which a dataset may keep where its chunks are, in the order of their numbers: the fixed one ({@code
 * FAHD}, {@code FADB}), and the extensible one, whose header {@code EAHD} leads to an index block {@code EAIB}, and that to data blocks
 * {@code EADB}, by itself to the first ones and through secondary blocks {@code EASB} to the others, which get longer. Long data blocks
 * are cut into pages, and bits say which of these were written.
 *
 * <p>An element is an address of 64 bits, and of a chunk that went through a filter its size and 32 bits that are not needed.
 */
final class ChunkArray {
    private static final int CHECKSUM = 4;

    /** A signature, a version, a kind of elements and the header's address. */
    private static final int BLOCK_HEAD = 14;

    private final Hdf5Input file;
    private final Chunks chunks;
    private final int kind;
    private final int elementBytes;
    private final int pageBits;

    private ChunkArray(Hdf5Input file, Chunks chunks, ByteBuffer head, int pageBitsAt)
            throws MalformedCheckpointException {
        this.file = file;
        this.chunks = chunks;
        kind = head.get(5);
        elementBytes = head.get(6) & 0xFF;
        pageBits = head.get(pageBitsAt);
        boolean known = kind == 0 ? elementBytes == 8 : kind == 1 && elementBytes > 12 && elementBytes <= 20;
        if (head.get(4) != 0 || !known || pageBits < 0 || pageBits > 16) {
            throw broken();
        }
    }

    /** Adds the chunks of a fixed array. */
    static void addFixed(Hdf5Input file, long address, Chunks chunks) throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, "FAHD");
        ByteBuffer head = file.read(address, 24);
        ChunkArray array = new ChunkArray(file, chunks, head, 7);
        long elements = head.getLong(8);
        long block = head.getLong(16);
        if (elements < 0) {
            throw broken();
        }
        if (block != Hdf5Input.NOWHERE) {
            array.expect(block, "FADB");
            long pages = array.pages(elements);
            ByteBuffer written = pages > 0 ? file.read(block + BLOCK_HEAD, (pages + 7) / 8) : null;
            long at = block + BLOCK_HEAD + (pages > 0 ? written.capacity() + CHECKSUM : 0);
            array.addBlock(at, 0, elements, written, 0);
        }
    }

    /** Adds the chunks of an extensible array. */
    static void addExtensible(Hdf5Input file, long address, Chunks chunks)
            throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, "EAHD");
        ByteBuffer head = file.read(address, 68);
        long index = head.getLong(60);
        ChunkArray array = new ChunkArray(file, chunks, head, 11);
        if (index != Hdf5Input.NOWHERE) {
            array.addIndex(index, head);
        }
    }

    private void addIndex(long address, ByteBuffer head) throws IOException, MalformedCheckpointException {
        int mostBits = head.get(7);
        int inIndex = head.get(8) & 0xFF;
        int least = head.get(9) & 0xFF;
        int pointers = head.get(10) & 0xFF;
        if (mostBits < 1 || mostBits > 62 || Integer.bitCount(least) != 1 || Integer.bitCount(pointers) != 1) {
            throw broken();
        }
        int leastBits = Integer.numberOfTrailingZeros(least);
        int groups = 1 + mostBits - leastBits;
        int direct = 2 * Integer.numberOfTrailingZeros(pointers);
        int directBlocks = 2 * (pointers - 1);
        if (groups < direct) {
            throw broken();
        }
        expect(address, "EAIB");
        ByteBuffer addresses =
                file.read(address + BLOCK_HEAD + (long) inIndex * elementBytes, 8L * (directBlocks + groups - direct));
        addElements(address + BLOCK_HEAD, 0, inIndex);
        long number = inIndex;
        int at = 0;
        for (int group = 0; group < groups; group++) {
            // Groups of data blocks: of every second the number of blocks doubles, of the others their length.
            long blocks = 1L << (group / 2);
            long elements = 1L << ((group + 1) / 2 + leastBits);
            if (group < direct) {
                for (long block = 0; block < blocks; block++, at += 8) {
                    addDataBlock(addresses.getLong(at), number + block * elements, elements, null, 0, mostBits);
                }
            } else {
                addSecondary(addresses.getLong(at), number, blocks, elements, mostBits);
                at += 8;
            }
            number += blocks * elements;
        }
    }

    private void addSecondary(long address, long number, long blocks, long elements, int mostBits)
            throws IOException, MalformedCheckpointException {
        if (address == Hdf5Input.NOWHERE) {
            return;
        }
        expect(address, "EASB");
        long pages = pages(elements);
        long at = address + BLOCK_HEAD + (mostBits + 7) / 8;
        ByteBuffer written = pages > 0 ? file.read(at, blocks * ((pages + 7) / 8)) : null;
        ByteBuffer addresses = file.read(at + (pages > 0 ? written.capacity() : 0), 8 * blocks);
        for (int block = 0; block < blocks; block++) {
            addDataBlock(
                    addresses.getLong(8 * block),
                    number + block * elements,
                    elements,
                    written,
                    block * pages,
                    mostBits);
        }
    }

    private void addDataBlock(
            long address, long number, long elements, ByteBuffer written, long firstPage, int mostBits)
            throws IOException, MalformedCheckpointException {
        if (address != Hdf5Input.NOWHERE) {
            expect(address, "EADB");
            int head = BLOCK_HEAD + (mostBits + 7) / 8 + (pages(elements) > 0 ? CHECKSUM : 0);
            addBlock(address + head, number, elements, written, firstPage);
        }
    }

    private long pages(long elements) {
        long inPage = 1L << pageBits;
        return elements <= inPage ? 0 : (elements - 1) / inPage + 1;
    }

    /** Adds the chunks of a block, page by page if it has pages. */
    private void addBlock(long address, long number, long elements, ByteBuffer written, long firstPage)
            throws IOException, MalformedCheckpointException {
        long pages = pages(elements);
        if (pages == 0) {
            addElements(address, number, elements);
            return;
        }
        if (written == null) {
            throw broken();
        }
        int inPage = 1 << pageBits;
        for (long page = 0; page < pages; page++) {
            long bit = firstPage + page;
            if ((written.get((int) (bit / 8)) & (0x80 >> (bit % 8))) != 0) {
                long at = address + page * ((long) inPage * elementBytes + CHECKSUM);
                addElements(at, number + page * inPage, Math.min(inPage, elements - page * inPage));
            }
        }
    }

    private void addElements(long address, long number, long count) throws IOException, MalformedCheckpointException {
        ByteBuffer elements = file.read(address, count * elementBytes);
        for (int i = 0; i < count; i++) {
            int at = i * elementBytes;
            long chunk = elements.getLong(at);
            if (chunk != Hdf5Input.NOWHERE) {
                chunks.addNumber(number + i, chunk, kind == 1 ? size(elements, at + 8, elementBytes - 12) : -1);
            }
        }
    }

    /** Reads a size of so many bytes. */
    static long size(ByteBuffer bytes, int at, int width) {
        long size = 0;
        for (int b = width - 1; b >= 0; b--) {
            size = (size << 8) | (bytes.get(at + b) & 0xFF);
        }
        return size;
    }

    private void expect(long address, String signature) throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, signature);
        ByteBuffer head = file.read(address, 6);
        if (head.get(4) != 0 || head.get(5) != kind) {
            throw broken();
        }
    }

    private static MalformedCheckpointException broken() {
        return new MalformedCheckpointException("a dataset has an index that is none");
    }
}
