// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns elements and their predictions into differences and back.
 *
 * <p>An element's bits are mapped to an integer of as many bits that grows with its value: a float's magnitude bits are
 * inverted if its sign is set, an integer stays. The difference of two such integers, modulo 2<sup>bits</sup>, is folded
 * so that small ones of either sign are small: 0, -1, 1, -2 become 0, 1, 2, 3. Its bytes go into as many planes, each at the
 * place that {@link Groups} gives the element.
 */
final class Differences {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int RUN = 1024;

    private Differences() {}

    /**
     * Splits differences into planes.
     *
     * @param raw holds the elements
     * @param from where they begin there
     * @param prediction holds the predictions from index 0
     * @param elements their number
     * @param next the place of the next element of each exponent
     * @param ordered a buffer for as many bytes as the elements have
     * @param planes takes the planes one after the other, least significant first, each of {@code elements} bytes
     */
    static void split(
            ElementLayout layout,
            byte[] raw,
            int from,
            byte[] prediction,
            int elements,
            int[] next,
            byte[] ordered,
            byte[] planes) {
        // In two steps, so that an element jumps to its place once and not once for each byte.
        for (int at = 0; at < elements; at += RUN) {
            int end = Math.min(elements, at + RUN);
            switch (layout.width()) {
                case 1 -> order1(layout, raw, from, prediction, at, end, next, ordered);
                case 2 -> order2(layout, raw, from, prediction, at, end, next, ordered);
                case 4 -> order4(layout, raw, from, prediction, at, end, next, ordered);
                default -> order8(layout, raw, from, prediction, at, end, next, ordered);
            }
        }
        BytePlanes.split(ordered, planes, elements, layout.width(), false);
    }

    /** Joins what {@link #split} split; the array holds predictions from index 0 and takes the elements. */
    static void join(ElementLayout layout, byte[] planes, int elements, int[] next, byte[] ordered, byte[] raw) {
        BytePlanes.join(planes, ordered, elements, layout.width(), false);
        for (int at = 0; at < elements; at += RUN) {
            int end = Math.min(elements, at + RUN);
            switch (layout.width()) {
                case 1 -> add1(layout, ordered, at, end, next, raw);
                case 2 -> add2(layout, ordered, at, end, next, raw);
                case 4 -> add4(layout, ordered, at, end, next, raw);
                default -> add8(layout, ordered, at, end, next, raw);
            }
        }
    }

    /** Returns the folded difference of one element from its prediction. */
    static long fold(ElementLayout layout, byte[] raw, int at, byte[] prediction, int i) {
        long invert = layout.magnitude();
        return switch (layout.width()) {
            case 1 -> {
                int d = (byte) (map(raw[at], (int) invert) - map(prediction[i], (int) invert));
                yield ((d << 1) ^ (d >> 31)) & 0xFF;
            }
            case 2 -> {
                int x = (short) SHORT.get(raw, at);
                int p = (short) SHORT.get(prediction, 2 * i);
                int d = (short) (map(x, (int) invert) - map(p, (int) invert));
                yield ((d << 1) ^ (d >> 31)) & 0xFFFF;
            }
            case 4 -> {
                int d = map((int) INT.get(raw, at), (int) invert) - map((int) INT.get(prediction, 4 * i), (int) invert);
                yield ((d << 1) ^ (d >> 31)) & 0xFFFFFFFFL;
            }
            default -> {
                long d = map((long) LONG.get(raw, at), invert) - map((long) LONG.get(prediction, 8 * i), invert);
                yield (d << 1) ^ (d >> 63);
            }
        };
    }

    /** Adds a folded difference to the prediction in place. */
    static void unfold(ElementLayout layout, byte[] raw, int i, long folded) {
        long invert = layout.magnitude();
        long d = (folded >>> 1) ^ -(folded & 1);
        switch (layout.width()) {
            case 1 -> raw[i] = (byte) map((byte) (map(raw[i], (int) invert) + (int) d), (int) invert);
            case 2 -> {
                int p = (short) SHORT.get(raw, 2 * i);
                int x = (short) (map(p, (int) invert) + (int) d);
                SHORT.set(raw, 2 * i, (short) map(x, (int) invert));
            }
            case 4 -> INT.set(raw, 4 * i, map(map((int) INT.get(raw, 4 * i), (int) invert) + (int) d, (int) invert));
            default -> LONG.set(raw, 8 * i, map(map((long) LONG.get(raw, 8 * i), invert) + d, invert));
        }
    }

    /** Maps a sign-extended element to an integer that grows with its value, and back. */
    private static int map(int x, int invert) {
        return x ^ ((x >> 31) & invert);
    }

    private static long map(long x, long invert) {
        return x ^ ((x >> 63) & invert);
    }

    private static void order1(
            ElementLayout layout,
            byte[] raw,
            int from,
            byte[] prediction,
            int at,
            int end,
            int[] next,
            byte[] ordered) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        for (int i = at; i < end; i++) {
            int p = prediction[i];
            int d = (byte) (map(raw[from + i], invert) - map(p, invert));
            ordered[next[(p >>> shift) & mask]++] = (byte) ((d << 1) ^ (d >> 31));
        }
    }

    private static void order2(
            ElementLayout layout,
            byte[] raw,
            int from,
            byte[] prediction,
            int at,
            int end,
            int[] next,
            byte[] ordered) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        int i = at;
        for (; i + 4 <= end; i += 4) {
            long p = (long) LONG.get(prediction, 2 * i);
            long z = Quads.fold((long) LONG.get(raw, from + 2 * i), p, invert);
            long keys = p >>> shift;
            SHORT.set(ordered, 2 * next[(int) keys & mask]++, (short) z);
            SHORT.set(ordered, 2 * next[(int) (keys >>> 16) & mask]++, (short) (z >>> 16));
            SHORT.set(ordered, 2 * next[(int) (keys >>> 32) & mask]++, (short) (z >>> 32));
            SHORT.set(ordered, 2 * next[(int) (keys >>> 48) & mask]++, (short) (z >>> 48));
        }
        for (; i < end; i++) {
            int p = (short) SHORT.get(prediction, 2 * i);
            int d = (short) (map((short) SHORT.get(raw, from + 2 * i), invert) - map(p, invert));
            SHORT.set(ordered, 2 * next[(p >>> shift) & mask]++, (short) ((d << 1) ^ (d >> 31)));
        }
    }

    private static void order4(
            ElementLayout layout,
            byte[] raw,
            int from,
            byte[] prediction,
            int at,
            int end,
            int[] next,
            byte[] ordered) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        for (int i = at; i < end; i++) {
            int p = (int) INT.get(prediction, 4 * i);
            int d = map((int) INT.get(raw, from + 4 * i), invert) - map(p, invert);
            INT.set(ordered, 4 * next[(p >>> shift) & mask]++, (d << 1) ^ (d >> 31));
        }
    }

    private static void order8(
            ElementLayout layout,
            byte[] raw,
            int from,
            byte[] prediction,
            int at,
            int end,
            int[] next,
            byte[] ordered) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        long invert = layout.magnitude();
        for (int i = at; i < end; i++) {
            long p = (long) LONG.get(prediction, 8 * i);
            long d = map((long) LONG.get(raw, from + 8 * i), invert) - map(p, invert);
            LONG.set(ordered, 8 * next[(int) (p >>> shift) & mask]++, (d << 1) ^ (d >> 63));
        }
    }

    private static void add1(ElementLayout layout, byte[] ordered, int at, int end, int[] next, byte[] raw) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        for (int i = at; i < end; i++) {
            int p = raw[i];
            int z = ordered[next[(p >>> shift) & mask]++] & 0xFF;
            int x = (byte) (map(p, invert) + ((z >>> 1) ^ -(z & 1)));
            raw[i] = (byte) map(x, invert);
        }
    }

    private static void add2(ElementLayout layout, byte[] ordered, int at, int end, int[] next, byte[] raw) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        int i = at;
        for (; i + 4 <= end; i += 4) {
            long p = (long) LONG.get(raw, 2 * i);
            long keys = p >>> shift;
            long z = (short) SHORT.get(ordered, 2 * next[(int) keys & mask]++) & 0xFFFFL;
            z |= ((short) SHORT.get(ordered, 2 * next[(int) (keys >>> 16) & mask]++) & 0xFFFFL) << 16;
            z |= ((short) SHORT.get(ordered, 2 * next[(int) (keys >>> 32) & mask]++) & 0xFFFFL) << 32;
            z |= (long) (short) SHORT.get(ordered, 2 * next[(int) (keys >>> 48) & mask]++) << 48;
            LONG.set(raw, 2 * i, Quads.unfold(p, z, invert));
        }
        for (; i < end; i++) {
            int p = (short) SHORT.get(raw, 2 * i);
            int z = (short) SHORT.get(ordered, 2 * next[(p >>> shift) & mask]++) & 0xFFFF;
            int x = (short) (map(p, invert) + ((z >>> 1) ^ -(z & 1)));
            SHORT.set(raw, 2 * i, (short) map(x, invert));
        }
    }

    private static void add4(ElementLayout layout, byte[] ordered, int at, int end, int[] next, byte[] raw) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        int invert = (int) layout.magnitude();
        for (int i = at; i < end; i++) {
            int p = (int) INT.get(raw, 4 * i);
            int z = (int) INT.get(ordered, 4 * next[(p >>> shift) & mask]++);
            INT.set(raw, 4 * i, map(map(p, invert) + ((z >>> 1) ^ -(z & 1)), invert));
        }
    }

    private static void add8(ElementLayout layout, byte[] ordered, int at, int end, int[] next, byte[] raw) {
        int shift = layout.mantissa();
        int mask = layout.keys() - 1;
        long invert = layout.magnitude();
        for (int i = at; i < end; i++) {
            long p = (long) LONG.get(raw, 8 * i);
            long z = (long) LONG.get(ordered, 8 * next[(int) (p >>> shift) & mask]++);
            LONG.set(raw, 8 * i, map(map(p, invert) + ((z >>> 1) ^ -(z & 1)), invert));
        }
    }
}
