// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.hdf5.Hdf5Walk.Link;
import org.gittheta.filter.format.hdf5.ObjectHeader.Message;

/** Lists the objects that a group links to. Links to names, in this file or another, lead nowhere here. */
final class GroupLinks {
    private static final int MOST_LEVELS = 16;
    private static final int ENTRY_BYTES = 40;

    private final Hdf5Input file;
    private final List<Link> links = new ArrayList<>();

    private GroupLinks(Hdf5Input file) {
        this.file = file;
    }

    /** Lists the links of an object; one that is no group has none. */
    static List<Link> of(Hdf5Input file, ObjectHeader header) throws IOException, MalformedCheckpointException {
        GroupLinks group = new GroupLinks(file);
        Optional<Message> table = header.first(ObjectHeader.SYMBOL_TABLE);
        if (table.isPresent()) {
            ByteBuffer addresses = table.get().atLeast(16);
            file.expect(addresses.getLong(8), "HEAP");
            ByteBuffer heap = file.read(addresses.getLong(8), 32);
            group.addTree(addresses.getLong(0), file.read(heap.getLong(24), heap.getLong(8)), MOST_LEVELS);
        }
        Optional<Message> info = header.first(ObjectHeader.LINK_INFO);
        if (info.isPresent()) {
            ByteBuffer data = info.get().atLeast(2);
            int heap = (data.get(1) & 1) != 0 ? 10 : 2;
            if (info.get().atLeast(heap + 8L).getLong(heap) != Hdf5Input.NOWHERE) {
                throw new MalformedCheckpointException("a group of it has its links in a heap, which is not read yet");
            }
        }
        for (Message message : header.messages()) {
            if (message.type() == ObjectHeader.LINK) {
                group.addLink(message);
            }
        }
        return group.links;
    }

    private void addTree(long address, ByteBuffer names, int levels) throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        if (file.begins(address, "SNOD")) {
            addNode(address, names);
            return;
        }
        file.expect(address, "TREE");
        ByteBuffer head = file.read(address, 24);
        int entries = Short.toUnsignedInt(head.getShort(6));
        if (head.get(4) != 0 || levels == 0) {
            throw new MalformedCheckpointException("a group of it has an index that is none");
        }
        ByteBuffer body = file.read(address + 24, entries * 16L);
        for (int i = 0; i < entries; i++) {
            addTree(body.getLong(i * 16 + 8), names, levels - 1);
        }
    }

    private void addNode(long address, ByteBuffer names) throws IOException, MalformedCheckpointException {
        int count = Short.toUnsignedInt(file.read(address, 8).getShort(6));
        ByteBuffer entries = file.read(address + 8, (long) count * ENTRY_BYTES);
        for (int i = 0; i < count; i++) {
            long object = entries.getLong(i * ENTRY_BYTES + 8);
            if (object != Hdf5Input.NOWHERE) {
                links.add(new Link(name(names, entries.getLong(i * ENTRY_BYTES)), object));
            }
        }
    }

    private static String name(ByteBuffer names, long offset) throws MalformedCheckpointException {
        if (offset < 0 || offset >= names.capacity()) {
            throw new MalformedCheckpointException("a name lies outside of its heap");
        }
        int end = (int) offset;
        while (end < names.capacity() && names.get(end) != 0) {
            end++;
            if (end - offset > 4096) {
                throw new MalformedCheckpointException("the way to an object is longer than 4 KiB");
            }
        }
        byte[] name = new byte[end - (int) offset];
        names.get((int) offset, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Reads a link message: version, flags, type and others as the flags say, the length of the name, the name, the address. */
    private void addLink(Message message) throws MalformedCheckpointException {
        ByteBuffer data = message.atLeast(4);
        int flags = data.get(1);
        boolean hard = (flags & 8) == 0 || data.get(2) == 0;
        int at = 2 + ((flags & 8) != 0 ? 1 : 0) + ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
        int width = 1 << (flags & 3);
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        length.put(message.atLeast(at + width).slice(at, width));
        at += width;
        long bytes = length.getLong(0);
        if (data.get(0) != 1 || bytes < 0 || bytes > data.capacity() - at) {
            throw new MalformedCheckpointException("a link of it is broken");
        }
        if (hard) {
            byte[] name = new byte[(int) bytes];
            data.get(at, name);
            at += name.length;
            links.add(new Link(
                    new String(name, StandardCharsets.UTF_8),
                    message.atLeast(at + 8).getLong(at)));
        }
    }
}
