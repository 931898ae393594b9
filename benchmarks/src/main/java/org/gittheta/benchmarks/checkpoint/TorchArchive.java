// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes the records of a PyTorch archive one after the other: a zip file of stored entries, as PyTorch's writer lays it
 * out.
 *
 * <p>A local header has version 0, flags 0x0808, no date, CRC and sizes of zero, and an extra field {@code FB} whose
 * padding of {@code Z} puts the data on a multiple of 64. A descriptor {@code PK\7\8} follows the data. The central
 * directory ends with ZIP64 records always; an entry that begins past 4 GiB has a ZIP64 extra field before the padding
 * and 64-bit sizes in its descriptor. All numbers are little-endian.
 */
final class TorchArchive {
    private static final long LIMIT = 0xFFFF_FFFFL;
    private static final int ALIGNMENT = 64;
    private static final short FLAGS = 0x0808;

    private record Entry(String name, long offset, long size, int crc) {}

    private final OutputStream out;
    private final List<Entry> entries = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private long position;

    TorchArchive(OutputStream out) {
        this.out = out;
    }

    /** Writes the bytes of one record to the given stream. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Adds a record; its body writes a non-zero number of bytes less than 4 GiB, which is the given one. */
    void add(String name, long size, Body body) throws IOException {
        if (size <= 0 || size >= LIMIT) {
            throw new IllegalArgumentException("a record of " + size + " bytes");
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long offset = position;
        writeLocalHeader(utf8, offset);
        crc.reset();
        long start = position;
        body.writeTo(new RecordStream());
        if (position - start != size) {
            throw new IllegalArgumentException("a record of " + (position - start) + " bytes, not " + size);
        }
        Entry entry = new Entry(name, offset, size, (int) crc.getValue());
        ByteBuffer descriptor = buffer(24).putInt(0x08074b50).putInt(entry.crc());
        if (offset >= LIMIT) {
            descriptor.putLong(size).putLong(size);
        } else {
            descriptor.putInt((int) size).putInt((int) size);
        }
        write(descriptor);
        entries.add(entry);
    }

    /** Returns the CRCs of the records so far, folded into one number. */
    long combinedCrc() {
        long combined = 0;
        for (Entry entry : entries) {
            combined = combined * 31 + (entry.crc() & LIMIT);
        }
        return combined;
    }

    void finish() throws IOException {
        long directory = position;
        for (Entry entry : entries) {
            writeCentralHeader(entry);
        }
        long length = position - directory;
        long end = position;
        int count = entries.size();
        ByteBuffer tail = buffer(98);
        tail.putInt(0x06064b50).putLong(44).putShort((short) 0x031E).putShort((short) 45);
        tail.putInt(0).putInt(0).putLong(count).putLong(count).putLong(length).putLong(directory);
        tail.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        tail.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
        tail.putInt((int) Math.min(length, LIMIT)).putInt((int) Math.min(directory, LIMIT));
        tail.putShort((short) 0);
        write(tail);
    }

    private void writeLocalHeader(byte[] name, long offset) throws IOException {
        int wide = offset >= LIMIT ? 12 : 0;
        int padding = (int) Math.floorMod(-(offset + 30 + name.length + wide + 4), (long) ALIGNMENT);
        ByteBuffer header = buffer(30 + name.length + wide + 4 + padding);
        header.putInt(0x04034b50).putShort((short) 0).putShort(FLAGS).putShort((short) 0);
        header.putInt(0).putInt(0).putInt(0).putInt(0);
        header.putShort((short) name.length)
                .putShort((short) (wide + 4 + padding))
                .put(name);
        putWideOffset(header, offset);
        header.put((byte) 'F').put((byte) 'B').putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        write(header);
    }

    private void writeCentralHeader(Entry entry) throws IOException {
        int wide = entry.offset() >= LIMIT ? 12 : 0;
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = buffer(46 + name.length + wide);
        header.putInt(0x02014b50).putShort((short) 0).putShort((short) 0).putShort(FLAGS);
        header.putShort((short) 0).putInt(0).putInt(entry.crc());
        header.putInt((int) entry.size()).putInt((int) entry.size());
        header.putShort((short) name.length).putShort((short) wide).putShort((short) 0);
        header.putShort((short) 0).putShort((short) 0).putInt(0);
        header.putInt((int) Math.min(entry.offset(), LIMIT)).put(name);
        putWideOffset(header, entry.offset());
        write(header);
    }

    private static void putWideOffset(ByteBuffer header, long offset) {
        if (offset >= LIMIT) {
            header.putShort((short) 1).putShort((short) 8).putLong(offset);
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] written = new byte[bytes.flip().remaining()];
        bytes.get(written);
        out.write(written);
        position += written.length;
    }

    /** Counts and checks the bytes of a record on their way. */
    private final class RecordStream extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            crc.update(bytes, from, count);
            out.write(bytes, from, count);
            position += count;
        }
    }
}
