// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.gittheta.filter.format.zip.ZipRecords;

/**
 * Writes a zip file (APPNOTE 6.3) of stored entries of known sizes, with ZIP64 fields where a number needs them. An entry's
 * checksum is written into its header when its data is there.
 */
final class StoredZip {
    private static final long WIDE = 0xFFFFFFFFL;
    private static final int MOST_ENTRIES = 0xFFFF;

    /** 1 January 1980, midnight: the same tensors give the same file. */
    private static final int DATE = 0x00210000;

    private static final short UTF8 = 0x800;
    private static final short PADDING = 0x4246;

    private final SeekableByteChannel out;
    private final int alignment;
    private final List<Entry> entries = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Entry(byte[] name, long offset, long size, int crc) {}

    /**
     * Begins at the channel's position, which must be 0.
     *
     * @param alignment what the offset of each entry's data is to be a multiple of
     */
    StoredZip(SeekableByteChannel out, int alignment) {
        this.out = out;
        this.alignment = alignment;
    }

    /** Adds an entry of the bytes before and then the content. */
    void add(String name, byte[] before, long contentSize, SourceTensor.Content content) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long offset = out.position();
        long size = before.length + contentSize;
        boolean wide = size >= WIDE;
        int extra = wide ? 20 : 0;
        long data = offset + 30 + utf8.length + extra;
        int padding = 0;
        if (alignment > 1) {
            padding = 4 + (int) Math.floorMod(-(data + 4), (long) alignment);
        }
        ByteBuffer header = little(30 + utf8.length + extra + padding)
                .putInt(ZipRecords.LOCAL)
                .putShort((short) (wide ? 45 : 20))
                .putShort(UTF8)
                .putShort((short) 0)
                .putInt(DATE)
                .putInt(0)
                .putInt((int) Math.min(size, WIDE))
                .putInt((int) Math.min(size, WIDE))
                .putShort((short) utf8.length)
                .putShort((short) (extra + padding))
                .put(utf8);
        if (wide) {
            header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        if (padding > 0) {
            header.putShort(PADDING).putShort((short) (padding - 4));
        }
        Output.writeAll(out, header.rewind());
        CRC32 crc = new CRC32();
        SourceTensor.Sink sink = bytes -> {
            crc.update(bytes.duplicate());
            Output.writeAll(out, bytes);
        };
        sink.write(ByteBuffer.wrap(before));
        content.copyTo(sink);
        long end = out.position();
        out.position(offset + 14);
        Output.writeAll(out, little(4).putInt(0, (int) crc.getValue()));
        out.position(end);
        entries.add(new Entry(utf8, offset, size, (int) crc.getValue()));
    }

    /** Writes the directory. */
    void finish() throws IOException {
        long start = out.position();
        for (Entry entry : entries) {
            boolean wide = entry.size() >= WIDE || entry.offset() >= WIDE;
            ByteBuffer header = little(46 + entry.name().length + (wide ? 28 : 0))
                    .putInt(ZipRecords.CENTRAL)
                    .putShort((short) 45)
                    .putShort((short) (wide ? 45 : 20))
                    .putShort(UTF8)
                    .putShort((short) 0)
                    .putInt(DATE)
                    .putInt(entry.crc())
                    .putInt((int) (wide ? WIDE : entry.size()))
                    .putInt((int) (wide ? WIDE : entry.size()))
                    .putShort((short) entry.name().length)
                    .putShort((short) (wide ? 28 : 0))
                    .putLong(0)
                    .putShort((short) 0)
                    .putInt((int) (wide ? WIDE : entry.offset()))
                    .put(entry.name());
            if (wide) {
                header.putShort((short) 1).putShort((short) 24);
                header.putLong(entry.size()).putLong(entry.size()).putLong(entry.offset());
            }
            Output.writeAll(out, header.rewind());
        }
        long size = out.position() - start;
        if (entries.size() >= MOST_ENTRIES || start >= WIDE || size >= WIDE) {
            writeWideEnd(start, size);
        }
        short count = (short) Math.min(entries.size(), MOST_ENTRIES);
        ByteBuffer end = little(22)
                .putInt(ZipRecords.END)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt((int) Math.min(size, WIDE))
                .putInt((int) Math.min(start, WIDE));
        Output.writeAll(out, end.rewind());
    }

    private void writeWideEnd(long start, long size) throws IOException {
        long at = out.position();
        ByteBuffer end = little(76)
                .putInt(ZipRecords.END64)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putLong(0)
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(size)
                .putLong(start)
                .putInt(ZipRecords.LOCATOR64)
                .putInt(0)
                .putLong(at)
                .putInt(1);
        Output.writeAll(out, end.rewind());
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
