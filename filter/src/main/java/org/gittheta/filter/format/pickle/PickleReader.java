// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue.Big;
import org.gittheta.filter.format.pickle.PickleValue.Flag;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Mapping;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.filter.format.pickle.PickleValue.Plain;
import org.gittheta.filter.format.pickle.PickleValue.Real;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/** Runs the opcodes of one pickle. */
final class PickleReader {
    private static final int MOST_REALS = 1 << 20;
    private static final Real FORGOTTEN = new Real(Double.NaN);

    private final PickleArguments in;
    private final PickleStack stack = new PickleStack();
    private final List<Persistent> persistents = new ArrayList<>();
    private int reals;

    PickleReader(PickleSource source) {
        this.in = new PickleArguments(source);
    }

    Pickle read() throws IOException, MalformedCheckpointException {
        while (true) {
            int opcode = in.u8();
            if (opcode == '.') {
                return new Pickle(stack.pop(), persistents);
            }
            if (!(number(opcode) || text(opcode) || container(opcode) || memo(opcode) || object(opcode))) {
                throw new MalformedCheckpointException(String.format("its pickle has the opcode 0x%02X", opcode));
            }
        }
    }

    private boolean number(int opcode) throws IOException, MalformedCheckpointException {
        switch (opcode) {
            case 'N' -> stack.push(Plain.NONE);
            case 0x88 -> stack.push(new Flag(true));
            case 0x89 -> stack.push(new Flag(false));
            case 'I' -> pushDecimal(in.line());
            case 'L' -> {
                String digits = in.line();
                pushDecimal(digits.endsWith("L") ? digits.substring(0, digits.length() - 1) : digits);
            }
            case 'J' -> stack.pushNew(new Whole((int) in.u32()));
            case 'K' -> stack.pushNew(new Whole(in.u8()));
            case 'M' -> stack.pushNew(new Whole(in.u16()));
            case 0x8A -> pushLong(in.bytes(in.u8()));
            case 0x8B -> pushLong(in.bytes(in.u32()));
            case 'F' -> pushReal(real(in.line()));
            case 'G' -> pushReal(ByteBuffer.wrap(in.bytes(8)).getDouble());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Pushes a number; of very many the later ones are forgotten, since nothing depends on them. */
    private void pushReal(double value) throws MalformedCheckpointException {
        stack.push(++reals <= MOST_REALS ? new Real(value) : FORGOTTEN);
    }

    /** Reads what Python's repr writes; what it would not write is no number. */
    private static double real(String digits) {
        return switch (digits) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> digits.matches("[-+0-9.eE]{1,64}") ? parsed(digits) : Double.NaN;
        };
    }

    private static double parsed(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void pushDecimal(String digits) throws MalformedCheckpointException {
        if (digits.equals("00") || digits.equals("01")) {
            stack.push(new Flag(digits.equals("01")));
            return;
        }
        // Reading decimal digits takes time by the square of their number.
        if (digits.length() > 256) {
            throw new MalformedCheckpointException("its pickle has an integer of more than 256 digits");
        }
        try {
            pushInteger(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw new MalformedCheckpointException("its pickle has an integer that is none");
        }
    }

    private void pushLong(byte[] littleEndian) throws MalformedCheckpointException {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
        }
        pushInteger(bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian));
    }

    private void pushInteger(BigInteger value) throws MalformedCheckpointException {
        stack.pushNew(value.bitLength() < 64 ? new Whole(value.longValue()) : new Big(value));
    }

    private boolean text(int opcode) throws IOException, MalformedCheckpointException {
        switch (opcode) {
            case 'S' -> stack.pushNew(new Text(in.quoted()));
            case 'T' -> stack.pushNew(new Text(in.latin(in.u32())));
            case 'U' -> stack.pushNew(new Text(in.latin(in.u8())));
            case 'V' -> stack.pushNew(new Text(in.escaped()));
            case 'X' -> stack.pushNew(new Text(in.utf8(in.u32())));
            case 0x8C -> stack.pushNew(new Text(in.utf8(in.u8())));
            case 0x8D -> stack.pushNew(new Text(in.utf8(in.u64())));
            case 'B' -> pushBytes(in.u32());
            case 'C' -> pushBytes(in.u8());
            case 0x8E, 0x96 -> pushBytes(in.u64());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushBytes(long length) throws IOException, MalformedCheckpointException {
        in.bytes(length);
        stack.push(Plain.BYTES);
    }

    private boolean container(int opcode) throws MalformedCheckpointException {
        switch (opcode) {
            case '(' -> stack.mark();
            case '0' -> stack.discard();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.top());
            case ')' -> stack.push(Tuple.EMPTY);
            case 't' -> stack.pushNew(new Tuple(stack.popToMark()));
            case 0x85, 0x86, 0x87 -> stack.pushNew(new Tuple(stack.popLast(opcode - 0x84)));
            case ']', 0x8F -> stack.pushNew(new Sequence());
            case 'l', 0x91 -> {
                Sequence list = new Sequence();
                list.add(stack.popToMark());
                stack.pushNew(list);
            }
            case '}' -> stack.pushNew(new Mapping());
            case 'd' -> {
                Mapping map = new Mapping();
                map.set(pairs(stack.popToMark()));
                stack.pushNew(map);
            }
            case 'a' -> append(stack.popLast(1));
            case 'e', 0x90 -> append(stack.popToMark());
            case 's' -> set(stack.popLast(2));
            case 'u' -> set(pairs(stack.popToMark()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<PickleValue> pairs(List<PickleValue> values) throws MalformedCheckpointException {
        if (values.size() % 2 != 0) {
            throw new MalformedCheckpointException("its pickle has a key without a value");
        }
        return values;
    }

    private void append(List<PickleValue> items) throws MalformedCheckpointException {
        PickleValue target = stack.top();
        if (target instanceof Sequence list) {
            list.add(items);
        } else if (target instanceof Instance instance) {
            instance.add(items);
        } else {
            throw new MalformedCheckpointException("its pickle appends to what is no list");
        }
    }

    private void set(List<PickleValue> items) throws MalformedCheckpointException {
        PickleValue target = stack.top();
        if (target instanceof Mapping map) {
            map.set(items);
        } else if (target instanceof Instance instance) {
            instance.set(items);
        } else {
            throw new MalformedCheckpointException("its pickle sets an item of what is no dict");
        }
    }

    private boolean memo(int opcode) throws IOException, MalformedCheckpointException {
        switch (opcode) {
            case 'g' -> stack.recall(in.index());
            case 'h' -> stack.recall(in.u8());
            case 'j' -> stack.recall(in.u32());
            case 'p' -> stack.remember(in.index());
            case 'q' -> stack.remember(in.u8());
            case 'r' -> stack.remember(in.u32());
            case 0x94 -> stack.remember(stack.remembered());
            case 0x80 -> {
                if (in.u8() > 5) {
                    throw new MalformedCheckpointException("its pickle is of a protocol after 5");
                }
            }
            // A frame only says how much to read ahead.
            case 0x95 -> in.bytes(8);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) throws IOException, MalformedCheckpointException {
        switch (opcode) {
            case 'c' -> stack.pushNew(new Global(in.line(), in.line()));
            case 0x93 -> {
                List<PickleValue> names = stack.popLast(2);
                if (!(names.get(0) instanceof Text module) || !(names.get(1) instanceof Text name)) {
                    throw new MalformedCheckpointException("its pickle names a global by what is no text");
                }
                stack.pushNew(new Global(module.value(), name.value()));
            }
            case 'R', 0x81 -> {
                List<PickleValue> call = stack.popLast(2);
                stack.pushNew(new Instance(call.get(0), call.get(1)));
            }
            case 0x92 -> {
                List<PickleValue> call = stack.popLast(3);
                stack.pushNew(new Instance(call.get(0), new Tuple(call.subList(1, 3))));
            }
            case 'i' -> stack.pushNew(new Instance(new Global(in.line(), in.line()), new Tuple(stack.popToMark())));
            case 'o' -> {
                List<PickleValue> call = stack.popToMark();
                if (call.isEmpty()) {
                    throw new MalformedCheckpointException("its pickle makes an object of no class");
                }
                stack.pushNew(new Instance(call.get(0), new Tuple(call.subList(1, call.size()))));
            }
            case 'b' -> {
                PickleValue state = stack.pop();
                if (!(stack.top() instanceof Instance instance)) {
                    throw new MalformedCheckpointException("its pickle gives a state to what is no object");
                }
                instance.build(state);
            }
            case 'P' -> pushPersistent(new Text(in.line()));
            case 'Q' -> pushPersistent(stack.pop());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushPersistent(PickleValue id) throws MalformedCheckpointException {
        Persistent persistent = new Persistent(id);
        persistents.add(persistent);
        stack.pushNew(persistent);
    }
}
