// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.protobuf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/** Goes over the fields of one message, in the order of the file. After {@link #next} it says what the field is. */
public final class WireMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 10;
    private static final int LONGEST_TEXT = 1 << 12;
    private static final int MOST_NUMBERS = 64;

    private final ChannelBytes file;
    private final long start;
    private final long end;
    private long at;
    private int number;
    private int type;
    private long value;
    private long length;

    private WireMessage(ChannelBytes file, long start, long end) {
        this.file = file;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /** Returns the message that a whole file is. */
    public static WireMessage of(ChannelBytes file) {
        return new WireMessage(file, 0, file.size());
    }

    /**
     * Moves to the next field.
     *
     * @return whether there is one
     * @throws MalformedCheckpointException if what follows is no field, or does not fit the message
     */
    public boolean next() throws IOException, MalformedCheckpointException {
        if (at == end) {
            return false;
        }
        long tag = varint();
        number = (int) (tag >>> 3);
        type = (int) tag & 7;
        if (tag >>> 32 != 0 || number == 0) {
            throw broken();
        }
        switch (type) {
            case VARINT -> value = varint();
            case FIXED64 -> skip(8);
            case LENGTH -> skip(varint());
            case FIXED32 -> skip(4);
            default -> throw broken();
        }
        return true;
    }

    /** Goes back to before the first field. */
    public void rewind() {
        at = start;
    }

    /** Returns the field's number. */
    public int number() {
        return number;
    }

    /** Tells whether the field is a number of variable length. */
    public boolean isVarint() {
        return type == VARINT;
    }

    /** Tells whether the field has so many bytes as it says: text, bytes, a message or packed numbers. */
    public boolean isRun() {
        return type == LENGTH;
    }

    /** Returns the number, as the 64 bits it was written in. */
    public long value() {
        return value;
    }

    /** Returns where the bytes of a run begin in the file. */
    public long offset() {
        return at - length;
    }

    /** Returns the number of bytes of a run. */
    public long length() {
        return length;
    }

    /** Returns the message that a run is. */
    public WireMessage message() {
        return new WireMessage(file, at - length, at);
    }

    /**
     * Reads the text that a run is.
     *
     * @throws MalformedCheckpointException if it has more than 4 KiB
     */
    public String text() throws IOException, MalformedCheckpointException {
        if (length > LONGEST_TEXT) {
            throw new MalformedCheckpointException("it has a name of more than 4 KiB");
        }
        return new String(file.read(at - length, (int) length).array(), StandardCharsets.UTF_8);
    }

    /**
     * Adds the field's numbers to a list: the one it is, or all of a run.
     *
     * @throws MalformedCheckpointException if there are more than 64 then
     */
    public void addNumbers(List<Long> numbers) throws IOException, MalformedCheckpointException {
        List<Long> more = new ArrayList<>();
        if (isVarint()) {
            more.add(value);
        } else if (isRun()) {
            WireMessage packed = message();
            while (packed.at < packed.end && more.size() <= MOST_NUMBERS) {
                more.add(packed.varint());
            }
        }
        numbers.addAll(more);
        if (numbers.size() > MOST_NUMBERS) {
            throw new MalformedCheckpointException("a tensor has more dimensions than it may");
        }
    }

    private void skip(long count) throws MalformedCheckpointException {
        if (count < 0 || count > end - at) {
            throw new MalformedCheckpointException("a field is longer than what holds it, it may be cut off");
        }
        length = count;
        at += count;
    }

    private long varint() throws IOException, MalformedCheckpointException {
        int most = (int) Math.min(LONGEST_VARINT, end - at);
        ByteBuffer bytes = file.read(at, most);
        long result = 0;
        for (int i = 0; i < most; i++) {
            byte b = bytes.get(i);
            result |= (b & 0x7FL) << (7 * i);
            if (b >= 0) {
                at += i + 1;
                return result;
            }
        }
        throw broken();
    }

    private static MalformedCheckpointException broken() {
        return new MalformedCheckpointException("it has something else where a protobuf field should be");
    }
}
