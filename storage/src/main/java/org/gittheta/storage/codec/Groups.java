// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Orders the elements of a block by the exponents of their predictions: first the exponents that at least {@link
 * #SMALLEST} elements have, ascending, each a group of its own; then one group of all others, by exponent, too. Elements
 * of one exponent stay in order. Integers are one group.
 *
 * <p>For one thread.
 */
final class Groups {
    /** The number of elements that make a group. */
    static final int SMALLEST = 4096;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RUN = 1024;

    private final int[] counts = new int[1 << 11];
    private final int[] odd = new int[1 << 11];
    private final int[] next = new int[1 << 11];
    private final int[] ends = new int[(1 << 20) / SMALLEST + 2];
    private int groups;

    /** Counts the exponents of predictions, and lays the groups out. */
    void count(ElementLayout layout, byte[] prediction, int elements) {
        int keys = layout.keys();
        if (keys == 1) {
            next[0] = 0;
            ends[0] = elements;
            groups = 1;
            return;
        }
        Arrays.fill(counts, 0, keys, 0);
        Arrays.fill(odd, 0, keys, 0);
        for (int at = 0; at < elements; at += RUN) {
            int end = Math.min(elements, at + RUN);
            switch (layout.width()) {
                case 1 -> count1(prediction, layout, at, end);
                case 2 -> count2(prediction, layout, at, end);
                case 4 -> count4(prediction, layout, at, end);
                default -> count8(prediction, layout, at, end);
            }
        }
        layOut(keys);
    }

    private void layOut(int keys) {
        int at = 0;
        groups = 0;
        for (int key = 0; key < keys; key++) {
            counts[key] += odd[key];
            if (counts[key] >= SMALLEST) {
                next[key] = at;
                at += counts[key];
                ends[groups++] = at;
            }
        }
        int rest = at;
        for (int key = 0; key < keys; key++) {
            if (counts[key] < SMALLEST) {
                next[key] = at;
                at += counts[key];
            }
        }
        if (at > rest) {
            ends[groups++] = at;
        }
    }

    /** Returns the number of groups. */
    int groups() {
        return groups;
    }

    /** Returns where a group ends among the ordered elements. */
    int end(int group) {
        return ends[group];
    }

    /** Returns the place that the next element of each exponent takes; whoever places one adds one. */
    int[] next() {
        return next;
    }

    // Two tables, so that neighbours of one exponent need not wait for each other.

    private void count1(byte[] prediction, ElementLayout layout, int at, int end) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        for (int i = at; i < end; i++) {
            counts[(prediction[i] >>> shift) & mask]++;
        }
    }

    private void count2(byte[] prediction, ElementLayout layout, int at, int end) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int[] even = counts;
        int[] others = odd;
        int i = at;
        for (; i + 4 <= end; i += 4) {
            long four = (long) LONG.get(prediction, 2 * i) >>> shift;
            even[(int) four & mask]++;
            others[(int) (four >>> 16) & mask]++;
            even[(int) (four >>> 32) & mask]++;
            others[(int) (four >>> 48) & mask]++;
        }
        for (; i < end; i++) {
            even[((short) SHORT.get(prediction, 2 * i) >>> shift) & mask]++;
        }
    }

    private void count4(byte[] prediction, ElementLayout layout, int at, int end) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int[] even = counts;
        int[] others = odd;
        int i = at;
        for (; i + 2 <= end; i += 2) {
            long two = (long) LONG.get(prediction, 4 * i) >>> shift;
            even[(int) two & mask]++;
            others[(int) (two >>> 32) & mask]++;
        }
        for (; i < end; i++) {
            even[((int) INT.get(prediction, 4 * i) >>> shift) & mask]++;
        }
    }

    private void count8(byte[] prediction, ElementLayout layout, int at, int end) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        for (int i = at; i < end; i++) {
            counts[(int) ((long) LONG.get(prediction, 8 * i) >>> shift) & mask]++;
        }
    }
}
