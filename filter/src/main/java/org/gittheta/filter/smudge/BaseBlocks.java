// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.Encoding;

/** Cuts a base into the runs that its delta asks for, whatever blocks it is stored in; read by one thread at a time. */
public final class BaseBlocks {
    /** Blocks that may make up a run: a base of tiny blocks would hold more memory than it has bytes. */
    private static final int MOST_PIECES = 64;

    private final ParameterReader reader;
    private Shared current;
    private int used;

    BaseBlocks(ParameterReader reader) {
        this.reader = reader;
    }

    /**
     * Begins to read a base.
     *
     * @throws CorruptObjectException if it cannot be one
     * @throws org.gittheta.storage.codec.UnknownCodecException if a codec is not installed
     */
    public static BaseBlocks of(Encoding.Base base, Codecs codecs, OpenObjects objects) throws IOException {
        return new BaseBlocks(new ParameterReader(codecs, objects, base.size(), base.encoding()));
    }

    /** Holds a run of a base that was read and not decoded. */
    public interface Run {
        /** Returns its length. */
        int length();

        /** Fills an array from index 0 on, on any thread, once. */
        void decode(byte[] raw) throws IOException;
    }

    /** Decodes a block once for all runs that lie in it. */
    private static final class Shared {
        private final int length;
        private ParameterReader.Pending pending;
        private byte[] bytes;

        Shared(ParameterReader.Pending pending, int length) {
            this.pending = pending;
            this.length = length;
        }

        synchronized byte[] bytes() throws IOException {
            if (bytes == null) {
                byte[] decoded = new byte[length];
                pending.decode(decoded);
                bytes = decoded;
                pending = null;
            }
            return bytes;
        }
    }

    private record Piece(Shared block, int from, int length) {}

    private record Whole(ParameterReader.Pending pending, int length) implements Run {
        @Override
        public void decode(byte[] raw) throws IOException {
            pending.decode(raw);
        }
    }

    private record Pieces(List<Piece> pieces, int length) implements Run {
        @Override
        public void decode(byte[] raw) throws IOException {
            int at = 0;
            for (Piece piece : pieces) {
                System.arraycopy(piece.block().bytes(), piece.from(), raw, at, piece.length());
                at += piece.length();
            }
        }
    }

    /** Reads the next run of that length; a shorter one, or an empty one, where the base has ended. */
    public Run next(int wanted) throws IOException {
        int there = reader.nextLength();
        if (current == null && there > 0 && there <= wanted) {
            ParameterReader.Pending whole = reader.next();
            if (there == wanted || reader.nextLength() == 0) {
                return new Whole(whole, there);
            }
            current = new Shared(whole, there);
            used = 0;
        }
        List<Piece> pieces = new ArrayList<>(2);
        int length = 0;
        while (length < wanted && (current != null || reader.nextLength() > 0)) {
            if (current == null) {
                int block = reader.nextLength();
                current = new Shared(reader.next(), block);
                used = 0;
            }
            if (pieces.size() == MOST_PIECES) {
                throw new CorruptObjectException("a base lies in blocks of " + length / MOST_PIECES + " bytes");
            }
            int part = Math.min(wanted - length, current.length - used);
            pieces.add(new Piece(current, used, part));
            length += part;
            used += part;
            if (used == current.length) {
                current = null;
            }
        }
        return new Pieces(List.copyOf(pieces), length);
    }
}
