// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** Writes what git sends and what it should get. */
final class Packets {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds text packets, each with its LF, and a flush packet. */
    Packets message(String... lines) {
        for (String line : lines) {
            packet((line + "\n").getBytes(ISO_8859_1));
        }
        return flush();
    }

    /** Adds content in packets of at most 65,516 bytes, and a flush packet. */
    Packets content(byte[] content) {
        for (int at = 0; at < content.length; at += 65516) {
            packet(java.util.Arrays.copyOfRange(content, at, Math.min(content.length, at + 65516)));
        }
        return flush();
    }

    Packets packet(byte[] packet) {
        bytes.writeBytes(String.format("%04x", packet.length + 4).getBytes(ISO_8859_1));
        bytes.writeBytes(packet);
        return this;
    }

    Packets flush() {
        bytes.writeBytes("0000".getBytes(ISO_8859_1));
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    String text() {
        return bytes.toString(ISO_8859_1);
    }
}
