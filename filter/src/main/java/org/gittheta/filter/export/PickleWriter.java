// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes a pickle of protocol 2, opcode by opcode; the names are those of Python's {@code pickletools}. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter begin() {
        return opcode(0x80).opcode(2);
    }

    byte[] end() {
        return opcode('.').out.toByteArray();
    }

    PickleWriter emptyDict() {
        return opcode('}');
    }

    PickleWriter emptyTuple() {
        return opcode(')');
    }

    PickleWriter mark() {
        return opcode('(');
    }

    /** Makes a tuple of all since the mark. */
    PickleWriter tuple() {
        return opcode('t');
    }

    /** Sets all keys and values since the mark. */
    PickleWriter setItems() {
        return opcode('u');
    }

    /** Makes a reference to what lies outside. */
    PickleWriter persistent() {
        return opcode('Q');
    }

    /** Calls a function with a tuple. */
    PickleWriter call() {
        return opcode('R');
    }

    PickleWriter no() {
        return opcode(0x89);
    }

    PickleWriter global(String module, String name) {
        opcode('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        opcode('X');
        for (int shift = 0; shift < 32; shift += 8) {
            opcode(utf8.length >>> shift);
        }
        out.writeBytes(utf8);
        return this;
    }

    PickleWriter number(long number) {
        if (number >= 0 && number < 256) {
            return opcode('K').opcode((int) number);
        }
        byte[] bigEndian = BigInteger.valueOf(number).toByteArray();
        opcode(0x8A).opcode(bigEndian.length);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            opcode(bigEndian[i]);
        }
        return this;
    }

    PickleWriter numbers(long[] numbers) {
        mark();
        for (long number : numbers) {
            number(number);
        }
        return tuple();
    }

    private PickleWriter opcode(int code) {
        out.write(code);
        return this;
    }
}
