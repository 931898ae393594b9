// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.gittheta.filter.format.SparseFile;

/**
 * Writes zip files as PyTorch does, which is miniz's way: sizes after the data, padding in the extra field FB, ZIP64 numbers
 * before it when a size or the place of the header needs them, then the descriptor is wide too, and a ZIP64 end always.
 */
final class TorchArchive {
    private static final long NARROW = 0xFFFFFFFFL;

    private final SparseFile file = new SparseFile();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final Map<String, Long> dataOffsets = new LinkedHashMap<>();
    private int entries;

    /** Adds a record with bytes. */
    TorchArchive add(String name, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        long header = begin(name, data.length);
        file.append(data);
        return end(name, header, data.length, (int) crc.getValue());
    }

    /** Adds a record of zeros, with a wrong checksum, since nobody waits for the right one. */
    TorchArchive addZeros(String name, long size) {
        long header = begin(name, size);
        file.appendZeros(size);
        return end(name, header, size, 0x12345678);
    }

    /** Returns where the data of a record begins. */
    long dataOffset(String name) {
        return dataOffsets.get(name);
    }

    /** Returns the file so far, which is one without a directory. */
    SparseFile withoutDirectory() {
        return file;
    }

    /** Ends the file and returns it. */
    SparseFile finish() {
        long start = file.size();
        file.append(directory.toByteArray());
        long end = file.size();
        long size = end - start;
        file.append(little(56)
                .putInt(0x06064B50)
                .putLong(44)
                .putShort((short) 0x31E)
                .putShort((short) 45)
                .putLong(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(start)
                .array());
        file.append(
                little(20).putInt(0x07064B50).putInt(0).putLong(end).putInt(1).array());
        file.append(little(22)
                .putInt(0x06054B50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt((int) Math.min(NARROW, size))
                .putInt((int) Math.min(NARROW, start))
                .putShort((short) 0)
                .array());
        return file;
    }

    private long begin(String name, long size) {
        long header = file.size();
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] wide = zip64(size, header);
        int pad = (int) ((64 - (header + 30 + utf8.length + wide.length + 4) % 64) % 64);
        file.append(little(30)
                .putInt(0x04034B50)
                .putShort((short) 0)
                .putShort((short) (size > 0 ? 0x808 : 0x800))
                .position(26)
                .putShort((short) utf8.length)
                .putShort((short) (wide.length + 4 + pad))
                .array());
        file.append(utf8);
        file.append(wide);
        file.append(little(4 + pad)
                .put((byte) 'F')
                .put((byte) 'B')
                .putShort((short) pad)
                .array());
        dataOffsets.put(name, file.size());
        return header;
    }

    private TorchArchive end(String name, long header, long size, int crc) {
        byte[] wide = zip64(size, header);
        if (size > 0 && wide.length > 0) {
            file.append(little(24)
                    .putInt(0x08074B50)
                    .putInt(crc)
                    .putLong(size)
                    .putLong(size)
                    .array());
        } else if (size > 0) {
            file.append(little(16)
                    .putInt(0x08074B50)
                    .putInt(crc)
                    .putInt((int) size)
                    .putInt((int) size)
                    .array());
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int narrow = (int) Math.min(NARROW, size);
        directory.writeBytes(little(46)
                .putInt(0x02014B50)
                .position(8)
                .putShort((short) (size > 0 ? 0x808 : 0x800))
                .position(16)
                .putInt(crc)
                .putInt(narrow)
                .putInt(narrow)
                .putShort((short) utf8.length)
                .putShort((short) wide.length)
                .position(42)
                .putInt((int) Math.min(NARROW, header))
                .array());
        directory.writeBytes(utf8);
        directory.writeBytes(wide);
        entries++;
        return this;
    }

    private static byte[] zip64(long size, long header) {
        ByteBuffer numbers = little(24);
        if (size >= NARROW) {
            numbers.putLong(size).putLong(size);
        }
        if (header >= NARROW) {
            numbers.putLong(header);
        }
        int length = numbers.position();
        if (length == 0) {
            return new byte[0];
        }
        return little(4 + length)
                .putShort((short) 1)
                .putShort((short) length)
                .put(numbers.flip())
                .array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
