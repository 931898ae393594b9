// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.nio.ByteBuffer;

/** Does to bodies what faults ask for. */
final class Bodies {
    private Bodies() {}

    /** Copies bytes with the first and the last of them changed. */
    static ByteBuffer flipped(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        copy[0] ^= 1;
        copy[copy.length - 1] ^= 2;
        return ByteBuffer.wrap(copy);
    }

    /** Sleeps as long as so many bytes take. */
    static void sleep(int bytes, int bytesPerSecond) {
        try {
            Thread.sleep(1000L * bytes / bytesPerSecond);
        } catch (InterruptedException e) {
            // The server is being stopped.
            Thread.currentThread().interrupt();
        }
    }
}
