// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes safetensors files of two parameters, each of 256 floats of one value. */
final class TinyCheckpoint {
    private static final int FLOATS = 256;

    private TinyCheckpoint() {}

    /** Returns a file whose parameters {@code first} and {@code second} hold the given values. */
    static byte[] of(float first, float second) {
        int bytes = 4 * FLOATS;
        byte[] header = ("{\"first\":{\"dtype\":\"F32\",\"shape\":[256],\"data_offsets\":[0," + bytes
                        + "]},\"second\":{\"dtype\":\"F32\",\"shape\":[16,16],\"data_offsets\":[" + bytes + ","
                        + 2 * bytes
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (int i = 0; i < FLOATS; i++) {
            file.putFloat(first + i);
        }
        for (int i = 0; i < FLOATS; i++) {
            file.putFloat(second + i);
        }
        return file.array();
    }
}
