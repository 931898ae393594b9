// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Writes and reads encoded frames, version 1.
 *
 * <pre>
 * frame   = version count *part literals
 * version = %x01                  ; 1 byte
 * count   = varint                ; the number of parts
 * part    = %x00 varint           ; literal: the number of its bytes, at least 1
 *         / %x01 name varint      ; slot: the parameter, the length of its data
 *         / %x02 name             ; CRC-32 of a parameter whose slot came before
 * name    = varint *byte          ; the length of the UTF-8 name, the name
 * literals = *byte                ; the bytes of all literal parts, to the end
 * varint  = *( %x80-FF ) %x00-7F  ; unsigned, seven bits a byte, least significant first, at most 63 bits
 * </pre>
 *
 * <p>Two literals never stand side by side, and every parameter has one slot, so that a frame has one encoding.
 */
public final class FrameFormat {
    private static final int VERSION = 1;
    private static final int LITERAL = 0;
    private static final int SLOT = 1;
    private static final int CRC32 = 2;

    private FrameFormat() {}

    /** Returns the one encoding of a frame. */
    public static byte[] write(Frame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                frame.literals().length + 32 * frame.parts().size() + 16);
        out.write(VERSION);
        varint(out, frame.parts().size());
        for (Frame.Part part : frame.parts()) {
            if (part instanceof Frame.Literal literal) {
                out.write(LITERAL);
                varint(out, literal.length());
            } else if (part instanceof Frame.Slot slot) {
                out.write(SLOT);
                name(out, slot.name());
                varint(out, slot.size());
            } else if (part instanceof Frame.Crc32Slot crc) {
                out.write(CRC32);
                name(out, crc.name());
            }
        }
        out.writeBytes(frame.literals());
        return out.toByteArray();
    }

    /**
     * Reads an encoded frame.
     *
     * @throws CorruptObjectException if the bytes are none
     */
    public static Frame read(byte[] bytes) throws CorruptObjectException {
        try {
            return read(bytes, ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException e) {
            throw new CorruptObjectException("the frame is cut off", e);
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException("the frame is damaged: " + e.getMessage(), e);
        }
    }

    private static Frame read(byte[] bytes, ByteBuffer in) {
        int version = in.get();
        require(version == VERSION, "version " + version);
        long count = varint(in);
        require(count <= in.remaining(), "more parts than bytes");
        List<Frame.Part> parts = new ArrayList<>((int) count);
        Set<ParameterName> slots = new HashSet<>();
        long literals = 0;
        boolean afterLiteral = false;
        for (long i = 0; i < count; i++) {
            int kind = in.get();
            switch (kind) {
                case LITERAL -> {
                    long length = varint(in);
                    require(length > 0 && length <= in.capacity() && !afterLiteral, "a literal of " + length);
                    literals += length;
                    parts.add(new Frame.Literal((int) length));
                }
                case SLOT -> {
                    ParameterName name = name(in);
                    require(slots.add(name), "two slots of one parameter");
                    parts.add(new Frame.Slot(name, varint(in)));
                }
                case CRC32 -> {
                    ParameterName name = name(in);
                    require(slots.contains(name), "a checksum before its parameter");
                    parts.add(new Frame.Crc32Slot(name));
                }
                default -> throw new IllegalArgumentException("a part of kind " + kind);
            }
            afterLiteral = kind == LITERAL;
        }
        require(literals == in.remaining(), "literals of another length");
        return new Frame(parts, Arrays.copyOfRange(bytes, in.position(), bytes.length));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void name(ByteArrayOutputStream out, ParameterName name) {
        byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
        varint(out, text.length);
        out.writeBytes(text);
    }

    private static ParameterName name(ByteBuffer in) {
        long length = varint(in);
        require(length <= in.remaining(), "a name that is cut off");
        byte[] text = new byte[(int) length];
        in.get(text);
        return new ParameterName(new String(text, StandardCharsets.UTF_8));
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits");
    }
}
