// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes git's packet lines; see {@link PktLineInput}. */
final class PktLineOutput {
    /** The largest number of bytes in one packet, without its length. */
    private static final int LARGEST = 65516;

    private final OutputStream out;
    private final byte[] packet = new byte[4 + LARGEST];
    private int filled = 4;

    PktLineOutput(OutputStream out) {
        this.out = out;
    }

    /** Writes one text packet. */
    void line(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, packet, 4, bytes.length);
        filled += bytes.length;
        send();
    }

    /** Writes what is left of the content and a flush packet. */
    void flush() throws IOException {
        send();
        out.write(new byte[] {'0', '0', '0', '0'});
        out.flush();
    }

    /** Returns a channel whose bytes go into packets as large as they can be. */
    WritableByteChannel content() {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                int length = from.remaining();
                while (from.hasRemaining()) {
                    int part = Math.min(from.remaining(), packet.length - filled);
                    from.get(packet, filled, part);
                    filled += part;
                    if (filled == packet.length) {
                        send();
                    }
                }
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // The process's standard output outlives each file.
            }
        };
    }

    private void send() throws IOException {
        if (filled > 4) {
            byte[] length = HexFormat.of().toHexDigits((short) filled).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(length, 0, packet, 0, 4);
            out.write(packet, 0, filled);
            filled = 4;
        }
    }
}
