// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks the entries of a git index of version 2, 3 or 4 with SHA-1 ids (gitformat-index(5)).
 *
 * <pre>
 * index     = "DIRC" version:32 count:32 *entry *extension checksum:160
 * entry     = stat:320 id:160 flags:16 [ more-flags:16 ] path
 * path      = *byte 1*8NUL                      ; versions 2 and 3: up to a multiple of eight bytes
 * path      = cut:varint *byte NUL              ; version 4: how much of the last path to drop, then what to append
 * extension = name:32 length:32 *byte           ; a name that begins with a lower-case letter must be understood
 * </pre>
 *
 * <p>Anything else ends the walk with {@link Unsupported}: the caller then asks git.
 */
final class IndexEntries {
    static final int CHECKSUM_BYTES = 20;
    private static final int SIGNATURE = 0x44495243;
    private static final int HEADER_BYTES = 12;
    private static final int ID_AT = 40;
    private static final int FLAGS_AT = 60;
    private static final int EXTENDED = 0x4000;
    private static final int STAGE = 0x3000;
    private static final int LONG_NAME = 0xFFF;

    private final ByteBuffer index;
    private final int end;
    private final int version;
    private final int count;

    private byte[] path = new byte[256];
    private int pathLength;
    private int start;
    private int next = HEADER_BYTES;
    private int seen;

    /** Takes the whole index, checksum included. */
    IndexEntries(byte[] bytes) throws Unsupported {
        if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
            throw new Unsupported("it is cut off");
        }
        index = ByteBuffer.wrap(bytes);
        end = bytes.length - CHECKSUM_BYTES;
        version = index.getInt(4);
        count = index.getInt(8);
        if (index.getInt(0) != SIGNATURE || version < 2 || version > 4 || count < 0) {
            throw new Unsupported("it has version " + version);
        }
    }

    /** Steps to the next entry; returns false behind the last, when all extensions are known to be harmless. */
    boolean advance() throws Unsupported {
        if (seen == count) {
            checkExtensions();
            return false;
        }
        seen++;
        start = next;
        need(start, FLAGS_AT + 2);
        int flags = index.getShort(start + FLAGS_AT);
        int at = start + FLAGS_AT + ((flags & EXTENDED) != 0 ? 4 : 2);
        need(at, 0);
        if (version == 4) {
            readCompressedPath(at);
        } else {
            int length = terminator(at) - at;
            if ((flags & LONG_NAME) != Math.min(length, LONG_NAME)) {
                throw new Unsupported("its entries are not where SHA-1 ids put them");
            }
            setPath(0, at, length);
            next = start + ((at + length - start + 8) & ~7);
        }
        need(next, 0);
        return true;
    }

    private void readCompressedPath(int from) throws Unsupported {
        int at = from;
        long cut = -1;
        int b;
        do {
            need(at, 1);
            b = index.get(at++);
            cut = ((cut + 1) << 7) + (b & 0x7F);
            if (cut > pathLength) {
                throw new Unsupported("it is damaged");
            }
        } while ((b & 0x80) != 0);
        int stop = terminator(at);
        setPath(pathLength - (int) cut, at, stop - at);
        next = stop + 1;
    }

    private void setPath(int kept, int from, int length) {
        if (path.length < kept + length) {
            path = Arrays.copyOf(path, Math.max(kept + length, 2 * path.length));
        }
        index.get(from, path, kept, length);
        pathLength = kept + length;
    }

    private int terminator(int from) throws Unsupported {
        for (int at = from; at < end; at++) {
            if (index.get(at) == 0) {
                return at;
            }
        }
        throw new Unsupported("it is cut off");
    }

    private void need(int at, int bytes) throws Unsupported {
        if (at < 0 || at > end - bytes) {
            throw new Unsupported("it is cut off");
        }
    }

    private void checkExtensions() throws Unsupported {
        int at = next;
        while (at < end) {
            need(at, 8);
            int length = index.getInt(at + 4);
            if (index.get(at) < 'A' || index.get(at) > 'Z') {
                throw new Unsupported("it is split or sparse");
            }
            if (length < 0 || length > end - at - 8) {
                throw new Unsupported("it is cut off");
            }
            at += 8 + length;
        }
    }

    /** Returns this entry's path; good until the next step. */
    ByteBuffer path() {
        return ByteBuffer.wrap(path, 0, pathLength);
    }

    /** Tells whether this entry is no side of a conflict. */
    boolean isMerged() {
        return (index.getShort(start + FLAGS_AT) & STAGE) == 0;
    }

    /** Tells whether this entry has the given id. */
    boolean hasId(byte[] id) {
        return index.slice(start + ID_AT, CHECKSUM_BYTES).equals(ByteBuffer.wrap(id));
    }

    /** Returns this entry's bytes, the stat data first; writing changes the index given to the constructor. */
    ByteBuffer bytes() {
        return index.slice(start, next - start);
    }

    /** Says that git must do it. */
    static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1;

        Unsupported(String reason) {
            super(reason);
        }
    }
}
