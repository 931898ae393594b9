// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Holds the messages of an object, which say what it is. */
record ObjectHeader(List<Message> messages) {
    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int LINK = 0x06;
    static final int LAYOUT = 0x08;
    static final int FILTERS = 0x0B;
    static final int SYMBOL_TABLE = 0x11;
    private static final int CONTINUATION = 0x10;
    private static final int SHARED = 0x02;
    private static final int MOST_BLOCKS = 1024;

    /**
     * Is a message.
     *
     * @param offset where its data begins in the file
     */
    record Message(int type, boolean shared, long offset, ByteBuffer data) {
        /** Fails unless it has so many bytes. */
        ByteBuffer atLeast(long length) throws MalformedCheckpointException {
            if (length > data.capacity()) {
                throw new MalformedCheckpointException("an object of it is described by too little");
            }
            return data;
        }
    }

    private record Block(long address, long length) {}

    /** Returns the first message of a type. */
    Optional<Message> first(int type) {
        return messages.stream().filter(message -> message.type() == type).findFirst();
    }

    static ObjectHeader read(Hdf5Input file, long address) throws IOException, MalformedCheckpointException {
        List<Message> messages = new ArrayList<>();
        Deque<Block> blocks = new ArrayDeque<>();
        boolean old = !file.begins(address, "OHDR");
        boolean ordered = false;
        if (old) {
            ByteBuffer start = file.read(address, 16);
            if (start.get(0) != 1) {
                throw new MalformedCheckpointException("it has an object of an unknown version");
            }
            blocks.add(new Block(address + 16, Integer.toUnsignedLong(start.getInt(8))));
        } else {
            ByteBuffer start = file.read(address, 6);
            int flags = start.get(5);
            if (start.get(4) != 2) {
                throw new MalformedCheckpointException("it has an object of an unknown version");
            }
            ordered = (flags & 4) != 0;
            long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
            int width = 1 << (flags & 3);
            ByteBuffer size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            size.put(file.read(at, width));
            blocks.add(new Block(at + width, size.getLong(0)));
        }
        for (int count = 0; !blocks.isEmpty(); count++) {
            if (count == MOST_BLOCKS) {
                throw new MalformedCheckpointException("an object of it is in too many pieces");
            }
            Block block = blocks.remove();
            ByteBuffer bytes = file.read(block.address(), block.length());
            for (Message message : messages(bytes, block.address(), old, ordered)) {
                if (message.type() == CONTINUATION) {
                    blocks.add(continuation(file, message.atLeast(16), old));
                } else {
                    messages.add(message);
                }
            }
        }
        return new ObjectHeader(List.copyOf(messages));
    }

    private static Block continuation(Hdf5Input file, ByteBuffer data, boolean old)
            throws IOException, MalformedCheckpointException {
        long address = data.getLong(0);
        long length = data.getLong(8);
        if (old) {
            return new Block(address, length);
        }
        file.expect(address, "OCHK");
        return new Block(address + 4, length - 8);
    }

    private static List<Message> messages(ByteBuffer block, long address, boolean old, boolean ordered)
            throws MalformedCheckpointException {
        List<Message> messages = new ArrayList<>();
        int head = old ? 8 : ordered ? 6 : 4;
        int at = 0;
        while (block.capacity() - at >= head) {
            int type = old ? Short.toUnsignedInt(block.getShort(at)) : block.get(at) & 0xFF;
            int size = Short.toUnsignedInt(block.getShort(at + (old ? 2 : 1)));
            int flags = block.get(at + (old ? 4 : 3));
            at += head;
            if (size > block.capacity() - at) {
                throw new MalformedCheckpointException("an object of it is described by too little");
            }
            ByteBuffer data = block.slice(at, size).order(ByteOrder.LITTLE_ENDIAN);
            messages.add(new Message(type, (flags & SHARED) != 0, address + at, data));
            at += size;
        }
        return messages;
    }
}
