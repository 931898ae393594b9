// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads the arguments of opcodes; numbers are little-endian. */
final class PickleArguments {
    private final PickleSource source;
    private long left = Pickle.MOST_BYTES;

    PickleArguments(PickleSource source) {
        this.source = source;
    }

    int u8() throws IOException, MalformedCheckpointException {
        take(1);
        int b = source.readByte();
        if (b < 0) {
            throw new MalformedCheckpointException("its pickle ends too early");
        }
        return b;
    }

    int u16() throws IOException, MalformedCheckpointException {
        return u8() | u8() << 8;
    }

    long u32() throws IOException, MalformedCheckpointException {
        return u16() | (long) u16() << 16;
    }

    /** Reads an unsigned length; one that needs the 64th bit comes out negative, and is refused by {@link #bytes}. */
    long u64() throws IOException, MalformedCheckpointException {
        return u32() | u32() << 32;
    }

    byte[] bytes(long length) throws IOException, MalformedCheckpointException {
        take(length);
        return source.read(length);
    }

    String utf8(long length) throws IOException, MalformedCheckpointException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    String latin(long length) throws IOException, MalformedCheckpointException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Reads up to a line feed, which is taken away. */
    String line() throws IOException, MalformedCheckpointException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = u8(); b != '\n'; b = u8()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads a decimal place in the memo. */
    long index() throws IOException, MalformedCheckpointException {
        String digits = line();
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedCheckpointException("its pickle has a place in its memo that is no number");
        }
        return Long.parseLong(digits);
    }

    /** Reads a line that Python's repr wrote; its escapes are left as they are. */
    String quoted() throws IOException, MalformedCheckpointException {
        String line = line();
        boolean quotes = line.length() >= 2
                && line.charAt(0) == line.charAt(line.length() - 1)
                && (line.charAt(0) == '\'' || line.charAt(0) == '"');
        if (!quotes) {
            throw new MalformedCheckpointException("its pickle has a string without quotes");
        }
        return line.substring(1, line.length() - 1);
    }

    /** Reads a line of Python's raw-unicode-escape. */
    String escaped() throws IOException, MalformedCheckpointException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = u8(); b != '\n'; b = u8()) {
            bytes.write(b);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            int digits = !line.startsWith("\\", i)
                    ? 0
                    : line.startsWith("u", i + 1) ? 4 : line.startsWith("U", i + 1) ? 8 : 0;
            if (digits == 0) {
                text.append(line.charAt(i));
            } else {
                text.appendCodePoint(codePoint(line, i + 2, digits));
                i += 1 + digits;
            }
        }
        return text.toString();
    }

    private static int codePoint(String line, int from, int digits) throws MalformedCheckpointException {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < line.length() && line.charAt(i) < 0x80 ? Character.digit(line.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new MalformedCheckpointException("its pickle has a broken escape");
            }
            value = value << 4 | digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw new MalformedCheckpointException("its pickle has a broken escape");
        }
        return (int) value;
    }

    private void take(long length) throws MalformedCheckpointException {
        if (length < 0 || length > left) {
            throw new MalformedCheckpointException("its pickle is longer than " + Pickle.MOST_BYTES + " bytes");
        }
        left -= length;
    }
}
