// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.gittheta.storage.tensor.ParameterName;

/** Collects a frame while its file is read from front to back. */
public final class FrameBuilder {
    private final List<Item> items = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Describes a run of literal bytes, a slot, or four bytes that may be a checksum. */
    private record Item(long length, ParameterName name, boolean checksum) {}

    /** Returns the number of literal bytes so far. */
    public int literalBytes() {
        return bytes.size();
    }

    /** Appends one literal byte. */
    public void literal(int value) {
        bytes.write(value);
        grow(1);
    }

    /** Appends literal bytes. */
    public void literal(byte[] from, int offset, int length) {
        if (length > 0) {
            bytes.write(from, offset, length);
            grow(length);
        }
    }

    private void grow(int length) {
        int last = items.size() - 1;
        if (last >= 0 && items.get(last).name() == null) {
            items.set(last, new Item(items.get(last).length() + length, null, false));
        } else {
            items.add(new Item(length, null, false));
        }
    }

    /** Appends a parameter's slot. */
    public void slot(ParameterName name, long size) {
        items.add(new Item(size, name, false));
    }

    /** Appends four bytes that may be the CRC-32 of a parameter whose slot came before; {@link #build} finds out. */
    public void maybeCrc32(ParameterName name, byte[] four) {
        bytes.writeBytes(four);
        items.add(new Item(4, name, true));
    }

    /**
     * Returns the frame.
     *
     * @param crc32Of gives a parameter's CRC-32, unsigned
     */
    public Frame build(ToLongFunction<ParameterName> crc32Of) {
        byte[] all = bytes.toByteArray();
        ByteArrayOutputStream literals = new ByteArrayOutputStream(all.length);
        List<Frame.Part> parts = new ArrayList<>(items.size());
        int at = 0;
        int run = 0;
        for (Item item : items) {
            boolean isSlot = item.name() != null && !item.checksum();
            boolean derived = item.checksum() && littleEndian(all, at) == crc32Of.applyAsLong(item.name());
            if (!isSlot && !derived) {
                literals.write(all, at, (int) item.length());
                run += (int) item.length();
            } else {
                run = flush(parts, run);
                parts.add(derived ? new Frame.Crc32Slot(item.name()) : new Frame.Slot(item.name(), item.length()));
            }
            at += isSlot ? 0 : (int) item.length();
        }
        flush(parts, run);
        return new Frame(parts, literals.toByteArray());
    }

    private static int flush(List<Frame.Part> parts, int run) {
        if (run > 0) {
            parts.add(new Frame.Literal(run));
        }
        return 0;
    }

    private static long littleEndian(byte[] from, int at) {
        return (from[at] & 255L)
                | (from[at + 1] & 255L) << 8
                | (from[at + 2] & 255L) << 16
                | (from[at + 3] & 255L) << 24;
    }
}
