// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads the heads of MessagePack values, and what follows them, into the frame. */
final class MessagePackInput {
    private static final int STEP = 1 << 16;
    private static final int LONGEST_TEXT = 1 << 12;

    /** Says what a head announces. */
    enum Kind {
        /** A number, a truth value or nil, which is read already. */
        SCALAR,
        /** A number without sign, which is read already and is the head's size. */
        COUNT,
        /** Text of so many bytes. */
        TEXT,
        /** So many bytes. */
        BYTES,
        /** So many values. */
        LIST,
        /** So many pairs of values. */
        MAP,
        /** So many bytes after the type, which is read already. */
        EXTENSION
    }

    /** Is the head of a value; the size of a list counts values, of a map pairs, of the others bytes. */
    record Head(Kind kind, long size, int extension) {}

    private final CheckpointInput input;

    MessagePackInput(CheckpointInput input) {
        this.input = input;
    }

    long position() {
        return input.position();
    }

    Head head() throws IOException, MalformedCheckpointException {
        int b = input.readFrameByte();
        if (b < 0) {
            throw new MalformedCheckpointException("the file is cut off");
        }
        if (b < 0x80) {
            return new Head(Kind.COUNT, b, 0);
        }
        if (b < 0xC0) {
            return b < 0x90
                    ? new Head(Kind.MAP, b & 15, 0)
                    : b < 0xA0 ? new Head(Kind.LIST, b & 15, 0) : new Head(Kind.TEXT, b & 31, 0);
        }
        return switch (b) {
            case 0xC4, 0xC5, 0xC6 -> new Head(Kind.BYTES, number(1 << (b - 0xC4)), 0);
            case 0xC7, 0xC8, 0xC9 -> extension(number(1 << (b - 0xC7)));
            case 0xCC, 0xCD, 0xCE, 0xCF -> new Head(Kind.COUNT, number(1 << (b - 0xCC)), 0);
            case 0xCA, 0xD2 -> scalar(4);
            case 0xCB, 0xD3 -> scalar(8);
            case 0xD0 -> scalar(1);
            case 0xD1 -> scalar(2);
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extension(1 << (b - 0xD4));
            case 0xD9, 0xDA, 0xDB -> new Head(Kind.TEXT, number(1 << (b - 0xD9)), 0);
            case 0xDC, 0xDD -> new Head(Kind.LIST, number(2 << (b - 0xDC)), 0);
            case 0xDE, 0xDF -> new Head(Kind.MAP, number(2 << (b - 0xDE)), 0);
            case 0xC1 -> throw new MalformedCheckpointException("it has a byte that begins no MessagePack value");
            default -> scalar(0);
        };
    }

    private Head scalar(int bytes) throws IOException, MalformedCheckpointException {
        input.readFrame(bytes);
        return new Head(Kind.SCALAR, 0, 0);
    }

    private Head extension(long size) throws IOException, MalformedCheckpointException {
        return new Head(Kind.EXTENSION, size, input.readFrame(1)[0]);
    }

    private long number(int bytes) throws IOException, MalformedCheckpointException {
        long number = 0;
        for (byte b : input.readFrame(bytes)) {
            number = (number << 8) | (b & 0xFF);
        }
        if (number < 0) {
            throw new MalformedCheckpointException("it has a number of more than 63 bits");
        }
        return number;
    }

    String text(long length) throws IOException, MalformedCheckpointException {
        if (length > LONGEST_TEXT) {
            throw new MalformedCheckpointException("it has a name of more than 4 KiB");
        }
        return new String(input.readFrame(length), StandardCharsets.UTF_8);
    }

    void skip(long length) throws IOException, MalformedCheckpointException {
        for (long left = length; left > 0; left -= STEP) {
            input.readFrame(Math.min(left, STEP));
        }
    }

    void parameter(LocatedParameter parameter) throws IOException, MalformedCheckpointException {
        input.parameter(parameter);
    }
}
