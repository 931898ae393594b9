// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Is the stack and the memo of the pickle machine, both bounded. */
final class PickleStack {
    private final List<PickleValue> stack = new ArrayList<>();
    private int[] marks = new int[8];
    private int markCount;
    private PickleValue[] memo = new PickleValue[64];
    private int remembered;
    private int made;

    /** Pushes a value that was made for this. */
    void pushNew(PickleValue value) throws MalformedCheckpointException {
        if (++made > Pickle.MOST_VALUES) {
            throw new MalformedCheckpointException("its pickle has more than " + Pickle.MOST_VALUES + " values");
        }
        push(value);
    }

    /** Pushes a value that costs nothing but the place on the stack. */
    void push(PickleValue value) throws MalformedCheckpointException {
        if (stack.size() + markCount >= Pickle.MOST_VALUES) {
            throw new MalformedCheckpointException("its pickle is nested too deeply");
        }
        stack.add(value);
    }

    PickleValue pop() throws MalformedCheckpointException {
        top();
        return stack.remove(stack.size() - 1);
    }

    PickleValue top() throws MalformedCheckpointException {
        if (stack.size() <= floor()) {
            throw new MalformedCheckpointException("its pickle takes a value that is not there");
        }
        return stack.get(stack.size() - 1);
    }

    /** Pops a value, or the mark if that lies on top, as Python does. */
    void discard() throws MalformedCheckpointException {
        if (markCount > 0 && stack.size() == floor()) {
            markCount--;
        } else {
            pop();
        }
    }

    void mark() throws MalformedCheckpointException {
        if (stack.size() + markCount >= Pickle.MOST_VALUES) {
            throw new MalformedCheckpointException("its pickle is nested too deeply");
        }
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount * 2);
        }
        marks[markCount++] = stack.size();
    }

    /** Pops the values above the topmost mark, and the mark. */
    List<PickleValue> popToMark() throws MalformedCheckpointException {
        if (markCount == 0) {
            throw new MalformedCheckpointException("its pickle takes a mark that is not there");
        }
        return popLast(stack.size() - marks[--markCount]);
    }

    /** Pops so many values, the deepest first in the list. */
    List<PickleValue> popLast(int count) throws MalformedCheckpointException {
        if (stack.size() - count < floor()) {
            throw new MalformedCheckpointException("its pickle takes a value that is not there");
        }
        List<PickleValue> tail = stack.subList(stack.size() - count, stack.size());
        List<PickleValue> values = List.copyOf(tail);
        tail.clear();
        return values;
    }

    /** Returns the number of values that are remembered, which is where MEMOIZE puts the next. */
    int remembered() {
        return remembered;
    }

    void remember(long index) throws MalformedCheckpointException {
        if (index < 0 || index >= Pickle.MOST_VALUES) {
            throw new MalformedCheckpointException("its pickle remembers too much");
        }
        int at = (int) index;
        if (at >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(at + 1, Math.min(memo.length * 2, Pickle.MOST_VALUES)));
        }
        if (memo[at] == null) {
            remembered++;
        }
        memo[at] = top();
    }

    void recall(long index) throws MalformedCheckpointException {
        PickleValue value = index < 0 || index >= memo.length ? null : memo[(int) index];
        if (value == null) {
            throw new MalformedCheckpointException("its pickle recalls what it never remembered");
        }
        push(value);
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }
}
