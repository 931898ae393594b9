// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.tensor.DType;

/**
 * Builds the {@code data.pkl} that {@code torch.save} writes for an ordered dictionary of contiguous tensors, each with
 * a storage of its own: protocol 2, with the opcodes and memo numbers of Python's pickler.
 */
final class TorchPickle {
    private static final Map<String, String> STORAGES = Map.of("BF16", "BFloat16Storage", "F32", "FloatStorage");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> memo = new HashMap<>();
    private int memoized;

    private TorchPickle() {}

    static byte[] of(DType dtype, List<SyntheticParameter> parameters) {
        TorchPickle pickle = new TorchPickle();
        pickle.op(0x80).op(2);
        pickle.once("ccollections\nOrderedDict\n");
        pickle.op(')').op('R').put();
        pickle.op('(');
        int key = 0;
        for (SyntheticParameter parameter : parameters) {
            pickle.tensor(parameter, STORAGES.get(dtype.name()), Integer.toString(key++));
        }
        pickle.op('u').op('.');
        return pickle.out.toByteArray();
    }

    private void tensor(SyntheticParameter parameter, String storage, String key) {
        text(parameter.name());
        once("ctorch._utils\n_rebuild_tensor_v2\n");
        op('(').op('(');
        onceText("storage");
        once("ctorch\n" + storage + "\n");
        text(key);
        onceText("cpu");
        number(parameter.elements());
        op('t').put();
        op('Q');
        number(0);
        long[] extents = parameter.shape().extents();
        tuple(extents);
        tuple(strides(extents));
        op(0x89);
        once("ccollections\nOrderedDict\n");
        op(')').op('R').put();
        op('t').put();
        op('R').put();
    }

    private static long[] strides(long[] extents) {
        long[] strides = new long[extents.length];
        long stride = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= extents[i];
        }
        return strides;
    }

    /** Writes a tuple of one or two numbers, the only ones that the generated shapes need. */
    private void tuple(long[] numbers) {
        for (long number : numbers) {
            number(number);
        }
        op(numbers.length == 1 ? 0x85 : 0x86).put();
    }

    private void number(long number) {
        if (number <= 0xFF) {
            op('K').bytes(number, 1);
        } else if (number <= 0xFFFF) {
            op('M').bytes(number, 2);
        } else if (number <= Integer.MAX_VALUE) {
            op('J').bytes(number, 4);
        } else {
            // Two's complement in as few bytes as hold the sign.
            int length = (64 - Long.numberOfLeadingZeros(number)) / 8 + 1;
            op(0x8A).op(length).bytes(number, length);
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').bytes(utf8.length, 4);
        out.writeBytes(utf8);
        put();
    }

    private void onceText(String text) {
        if (!recalled(text)) {
            memo.put(text, memoized);
            text(text);
        }
    }

    private void once(String global) {
        if (!recalled(global)) {
            memo.put(global, memoized);
            out.writeBytes(global.getBytes(StandardCharsets.US_ASCII));
            put();
        }
    }

    private boolean recalled(String what) {
        Integer at = memo.get(what);
        if (at == null) {
            return false;
        }
        memoOp('h', 'j', at);
        return true;
    }

    private void put() {
        memoOp('q', 'r', memoized++);
    }

    private void memoOp(int narrow, int wide, int index) {
        op(index <= 0xFF ? narrow : wide).bytes(index, index <= 0xFF ? 1 : 4);
    }

    private TorchPickle op(int code) {
        out.write(code);
        return this;
    }

    private void bytes(long number, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (number >>> (8 * i)));
        }
    }
}
