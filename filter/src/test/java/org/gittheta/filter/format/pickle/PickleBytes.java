// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles for tests, opcode by opcode; the methods that write a value leave it on the stack. */
public final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins a pickle of protocol 2. */
    public PickleBytes() {
        bytes(0x80, 2);
    }

    /** Writes any bytes. */
    public PickleBytes bytes(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Writes an opcode that has no argument. */
    public PickleBytes op(char... opcodes) {
        for (char opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    /** Writes ASCII text as it is. */
    public PickleBytes raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Writes text. */
    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(little(4).putInt(utf8.length).array());
        out.writeBytes(utf8);
        return this;
    }

    /** Writes an integer. */
    public PickleBytes whole(long value) {
        bytes(0x8A, 8);
        out.writeBytes(little(8).putLong(value).array());
        return this;
    }

    /** Writes a tuple of integers. */
    public PickleBytes wholes(long... values) {
        op('(');
        for (long value : values) {
            whole(value);
        }
        return op('t');
    }

    /** Writes the name of a global. */
    public PickleBytes global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    /** Writes a storage of a class of torch. */
    public PickleBytes storage(String storageClass, String key, long elements) {
        op('(').text("storage")
                .global("torch", storageClass)
                .text(key)
                .text("cpu")
                .whole(elements);
        return op('t', 'Q');
    }

    /** Writes a tensor over a storage of floats. */
    public PickleBytes floats(String key, long elements, long offset, long[] shape, long... strides) {
        global("torch._utils", "_rebuild_tensor_v2").op('(').storage("FloatStorage", key, elements);
        whole(offset).wholes(shape).wholes(strides).bytes(0x89);
        return global("collections", "OrderedDict").op(')', 'R', 't', 'R');
    }

    /** Returns the pickle with some last opcodes and its end; more may be written to a longer one. */
    public byte[] stop(char... last) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        for (char opcode : last) {
            whole.write(opcode);
        }
        whole.write('.');
        return whole.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
