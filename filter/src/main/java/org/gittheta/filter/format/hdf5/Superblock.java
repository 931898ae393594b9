// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Reads where the root group of a file is. */
final class Superblock {
    /** The latest version that is known. */
    static final int LATEST = 3;

    private Superblock() {}

    /** Returns the address of the root group's object header. */
    static long root(Hdf5Input file) throws IOException, MalformedCheckpointException {
        ByteBuffer start = file.read(0, 12);
        int version = start.get(8);
        if (version < 0 || version > LATEST) {
            throw new MalformedCheckpointException("it is of no version of HDF5 that is known");
        }
        boolean old = version < 2;
        ByteBuffer bytes = file.read(0, 96);
        if (bytes.get(old ? 13 : 9) != 8 || bytes.get(old ? 14 : 10) != 8) {
            throw new MalformedCheckpointException("its addresses do not have 64 bits");
        }
        int addresses = !old ? 12 : version == 0 ? 24 : 28;
        if (bytes.getLong(addresses) != 0) {
            throw new MalformedCheckpointException("its addresses do not count from its start");
        }
        if (bytes.getLong(addresses + 16) > file.size()) {
            throw new MalformedCheckpointException("the file is cut off");
        }
        // The old root is an entry of a symbol table after four addresses; the header's address is its second number.
        return bytes.getLong(old ? addresses + 40 : addresses + 24);
    }
}
