// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Helps with zip files in memory. */
final class Zips {
    private Zips() {}

    /** Reads four little-endian bytes. */
    static int intAt(byte[] bytes, long offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt((int) offset);
    }
}
