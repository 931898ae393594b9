// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/**
 * Reads the structure of a file. Structures that point at each other in a circle, or that share bytes so that reading all
 * would take longer than the file is long, are refused.
 */
final class Hdf5Input {
    /** The address of what is not in the file. */
    static final long NOWHERE = -1;

    private static final int LARGEST_RUN = 1 << 22;

    private final ChannelBytes file;
    private final Set<Long> visited = new HashSet<>();
    private long left;

    Hdf5Input(ChannelBytes file) {
        this.file = file;
        this.left = 4 * Math.min(file.size(), 1L << 40) + (1 << 16);
    }

    long size() {
        return file.size();
    }

    /** Reads a run, little-endian. */
    ByteBuffer read(long address, long length) throws IOException, MalformedCheckpointException {
        left -= length;
        if (length < 0 || length > LARGEST_RUN || left < 0) {
            throw new MalformedCheckpointException("its structure is larger than it can be");
        }
        return file.read(address, (int) length);
    }

    /** Tells whether a run begins with a signature. */
    boolean begins(long address, String signature) throws IOException, MalformedCheckpointException {
        ByteBuffer bytes = read(address, 4);
        for (int i = 0; i < 4; i++) {
            if (bytes.get(i) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses a structure that does not begin with its signature. */
    void expect(long address, String signature) throws IOException, MalformedCheckpointException {
        if (!begins(address, signature)) {
            throw new MalformedCheckpointException("it has something else where " + signature + " should be");
        }
    }

    /** Returns whether a structure is met for the first time. */
    boolean visit(long address) {
        return visited.add(address);
    }

    /** Refuses a structure that was met before. */
    void visitOnce(long address) throws MalformedCheckpointException {
        if (!visit(address)) {
            throw new MalformedCheckpointException("its structure has a circle");
        }
    }
}
