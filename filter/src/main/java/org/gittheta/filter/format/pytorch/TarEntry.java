// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/**
 * Places a file in a tar archive (POSIX.1-2001, pax): headers of 512 bytes with numbers in octal, each before its data, which are
 * padded to 512; a header of type {@code x} before it holds its size, if that needs more than eleven digits.
 *
 * @param offset the offset of its first byte in the archive
 * @param size its size in bytes
 */
record TarEntry(long offset, long size) {
    static final int BLOCK_BYTES = 512;
    private static final int MOST_ENTRIES = 1 << 10;
    private static final int LARGEST_PAX = 1 << 16;

    /**
     * Is a header.
     *
     * @param type the kind of entry: 0 or NUL for a file, x for attributes of the next one
     * @param size the number of bytes that follow it
     */
    record Header(String name, char type, long size) {
        boolean isFile() {
            return type == '0' || type == 0;
        }

        /** Returns the offset of the next header, from the end of this one. */
        long padded() {
            return (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        }
    }

    /** Reads a header, if there is one with the right checksum. */
    static Optional<Header> header(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < BLOCK_BYTES || !text(bytes, at + 257, 5).equals("ustar")) {
            return Optional.empty();
        }
        long sum = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            sum += i >= 148 && i < 156 ? ' ' : bytes.get(at + i) & 0xFF;
        }
        long size = octal(text(bytes, at + 124, 12));
        boolean good = size >= 0 && sum == octal(text(bytes, at + 148, 8));
        return good
                ? Optional.of(new Header(text(bytes, at, 100), (char) bytes.get(at + 156), size))
                : Optional.empty();
    }

    /** Lists the files of an archive by their names; the first entry is the one that counts. */
    static Map<String, TarEntry> read(ChannelBytes archive) throws IOException, MalformedCheckpointException {
        Map<String, TarEntry> entries = new HashMap<>();
        long known = -1;
        long at = 0;
        for (int count = 0; archive.size() - at >= BLOCK_BYTES; count++) {
            Optional<Header> found = header(archive.read(at, BLOCK_BYTES), 0);
            if (found.isEmpty()) {
                break;
            }
            Header header = known < 0
                    ? found.get()
                    : new Header(found.get().name(), found.get().type(), known);
            known = -1;
            at += BLOCK_BYTES;
            if (count == MOST_ENTRIES || header.size() > archive.size() - at) {
                throw new MalformedCheckpointException("the file is cut off");
            }
            if (header.type() == 'x') {
                known = paxSize(archive, at, header.size());
            } else if (header.isFile()) {
                entries.putIfAbsent(header.name(), new TarEntry(at, header.size()));
            }
            at += header.padded();
        }
        return entries;
    }

    /** Reads the size among records {@code LENGTH KEY=VALUE\n}, or returns -1. */
    private static long paxSize(ChannelBytes archive, long at, long size)
            throws IOException, MalformedCheckpointException {
        if (size > LARGEST_PAX) {
            throw new MalformedCheckpointException("a file in it has too many attributes");
        }
        String records =
                StandardCharsets.ISO_8859_1.decode(archive.read(at, (int) size)).toString();
        for (String line : records.split("\n", -1)) {
            int key = line.indexOf(" size=");
            if (key > 0 && line.substring(key + 6).matches("[0-9]{1,18}")) {
                return Long.parseLong(line.substring(key + 6));
            }
        }
        return -1;
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - at];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static long octal(String digits) {
        String number = digits.strip();
        return number.matches("[0-7]{1,20}") ? Long.parseLong(number, 8) : -1;
    }
}
