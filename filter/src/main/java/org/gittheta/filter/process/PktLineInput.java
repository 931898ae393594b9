// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads git's packet lines (gitprotocol-common(5), "pkt-line Format"): four hexadecimal digits with the length of the
 * packet, themselves included, then its bytes; {@code 0000} is a flush packet.
 */
final class PktLineInput {
    private static final int FLUSH = -1;
    private static final int END = -2;

    private final InputStream in;
    private final byte[] head = new byte[4];

    PktLineInput(InputStream in) {
        this.in = in;
    }

    /**
     * Reads text packets up to the next flush.
     *
     * @return the lines without their ends, or null at the end of the input
     */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int length = length(); length != FLUSH; length = length()) {
            if (length == END) {
                if (lines.isEmpty()) {
                    return null;
                }
                throw new EOFException("git ended in the middle of a message");
            }
            String line = new String(exactly(length), StandardCharsets.UTF_8);
            lines.add(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }

    /** Returns the bytes up to the next flush; the caller reads it to its end. */
    InputStream content() {
        return new Content();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("git ended in the middle of a packet");
        }
        return bytes;
    }

    private int length() throws IOException {
        int got = in.readNBytes(head, 0, 4);
        if (got == 0) {
            return END;
        }
        int length = 0;
        for (byte digit : head) {
            int value = Character.digit(digit, 16);
            if (value < 0 || got < 4) {
                throw new IOException("git sent something that is no packet");
            }
            length = length << 4 | value;
        }
        if (length != 0 && length < 4) {
            throw new IOException("git sent a packet of length " + length);
        }
        return length == 0 ? FLUSH : length - 4;
    }

    /** Strings the packets up to a flush together. */
    private final class Content extends InputStream {
        private int left;
        private boolean ended;

        private boolean ready() throws IOException {
            while (left == 0 && !ended) {
                int length = length();
                if (length == END) {
                    throw new EOFException("git ended in the middle of a file");
                }
                ended = length == FLUSH;
                left = ended ? 0 : length;
            }
            return !ended;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!ready()) {
                return -1;
            }
            int read = in.read(into, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException("git ended in the middle of a file");
            }
            left -= read;
            return read;
        }
    }
}
