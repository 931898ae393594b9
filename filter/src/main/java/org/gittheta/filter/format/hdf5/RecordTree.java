// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Reads a B-tree of version 2: a header {@code BTHD}, and below it nodes {@code BTIN} and {@code BTLF} of records that all have
 * one length. The inner nodes have records of their own. How wide a node's counts of what is below it are follows from how many
 * records could be there.
 */
final class RecordTree {
    private static final int MOST_LEVELS = 16;
    private static final int NODE_HEAD = 6;
    private static final int CHECKSUM = 4;

    private final Hdf5Input file;
    private final Visitor visitor;
    private final int type;
    private final int recordBytes;

    /** The bytes of a pointer in a node of each depth. */
    private final long[] pointerBytes;

    /** Sees a record. */
    @FunctionalInterface
    interface Visitor {
        /** Looks at a record, little-endian. */
        void see(ByteBuffer record) throws IOException, MalformedCheckpointException;
    }

    private RecordTree(Hdf5Input file, ByteBuffer head, Visitor visitor) throws MalformedCheckpointException {
        this.file = file;
        this.visitor = visitor;
        type = head.get(5);
        recordBytes = Short.toUnsignedInt(head.getShort(10));
        int depth = Short.toUnsignedInt(head.getShort(12));
        long node = Integer.toUnsignedLong(head.getInt(6));
        if (head.get(4) != 0 || depth > MOST_LEVELS || recordBytes == 0 || node < NODE_HEAD + CHECKSUM + recordBytes) {
            throw broken();
        }
        pointerBytes = new long[depth + 1];
        long inLeaf = (node - NODE_HEAD - CHECKSUM) / recordBytes;
        int countBytes = bytesFor(inLeaf);
        long below = inLeaf;
        int belowBytes = 0;
        for (int d = 1; d <= depth; d++) {
            pointerBytes[d] = 8L + countBytes + belowBytes;
            long inNode = (node - NODE_HEAD - CHECKSUM - pointerBytes[d]) / (recordBytes + pointerBytes[d]);
            if (inNode < 1 || below > (Long.MAX_VALUE / 2) / (inNode + 1)) {
                throw broken();
            }
            below = (inNode + 1) * below + inNode;
            belowBytes = bytesFor(below);
        }
    }

    private static int bytesFor(long most) {
        return (63 - Long.numberOfLeadingZeros(most)) / 8 + 1;
    }

    /**
     * Shows all records of a tree.
     *
     * @param recordType what the records are; others are refused
     */
    static void visit(Hdf5Input file, long address, int recordType, Visitor visitor)
            throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, "BTHD");
        ByteBuffer head = file.read(address, 38);
        if (head.get(5) != recordType) {
            throw broken();
        }
        RecordTree tree = new RecordTree(file, head, visitor);
        long root = head.getLong(16);
        if (root != Hdf5Input.NOWHERE) {
            tree.visit(root, Short.toUnsignedInt(head.getShort(24)), tree.pointerBytes.length - 1);
        }
    }

    private void visit(long address, int records, int depth) throws IOException, MalformedCheckpointException {
        file.visitOnce(address);
        file.expect(address, depth == 0 ? "BTLF" : "BTIN");
        long pointers = depth == 0 ? 0 : (records + 1) * pointerBytes[depth];
        ByteBuffer node = file.read(address, NODE_HEAD + (long) records * recordBytes + pointers);
        if (node.get(4) != 0 || node.get(5) != type) {
            throw broken();
        }
        for (int i = 0; i < records; i++) {
            visitor.see(node.slice(NODE_HEAD + i * recordBytes, recordBytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        int countBytes = depth == 0 ? 0 : (int) pointerBytes[1] - 8;
        for (int i = 0; depth > 0 && i <= records; i++) {
            int at = NODE_HEAD + records * recordBytes + i * (int) pointerBytes[depth];
            int count = 0;
            for (int b = Math.min(countBytes, 3) - 1; b >= 0; b--) {
                count = (count << 8) | (node.get(at + 8 + b) & 0xFF);
            }
            visit(node.getLong(at), count, depth - 1);
        }
    }

    private static MalformedCheckpointException broken() {
        return new MalformedCheckpointException("it has a tree of records that is none");
    }
}
