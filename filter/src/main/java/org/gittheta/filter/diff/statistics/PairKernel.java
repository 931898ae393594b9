// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.Arrays;

/**
 * Sums runs of two parameters, element by element; for one thread.
 *
 * <p>It works on a few thousand values at a time, which stay in the processor's first cache from being decoded to being
 * summed.
 */
public final class PairKernel {
    /** The number of elements looked at together. */
    public static final int STEP = 1024;

    private final PairTypes types;
    private final ElementDecoder first;
    private final ElementDecoder second;
    private final double[] before = new double[2 * STEP];
    private final double[] after = new double[2 * STEP];

    /** Takes the types of both sides. */
    public PairKernel(PairTypes types) {
        this.types = types;
        first = types.before;
        second = types.after;
    }

    /** Is shown the values that are being summed. */
    @FunctionalInterface
    public interface Observer {
        /**
         * Looks at values.
         *
         * @param element the number of the first element in the parameter
         * @param before the values before, from index 0
         * @param after the values after, from index 0
         * @param values their number
         */
        void see(long element, double[] before, double[] after, int values);
    }

    /**
     * Adds a run of elements.
     *
     * @param sums takes what they add up to
     * @param element the number of the first of them in the parameter
     * @param a the bytes before, from {@code atA}
     * @param b the bytes after, from {@code atB}
     * @param count the number of elements
     * @param observer is shown the values
     */
    public void add(PairSums sums, long element, byte[] a, int atA, byte[] b, int atB, int count, Observer observer) {
        for (int done = 0; done < count; done += STEP) {
            int step = Math.min(STEP, count - done);
            int fromA = atA + done * first.width();
            int fromB = atB + done * second.width();
            int values = step * first.components();
            first.decode(a, fromA, before, values);
            sums.elements += step;
            int bytes = step * first.width();
            if (types.isSame && Arrays.mismatch(a, fromA, fromA + bytes, b, fromB, fromB + bytes) < 0) {
                System.arraycopy(before, 0, after, 0, values);
                if (!addEqual(sums, values)) {
                    addEach(sums, values);
                }
            } else {
                second.decode(b, fromB, after, values);
                sums.changed += types.isSame
                        ? ElementBits.different(a, fromA, b, fromB, step, first.width())
                        : differentValues(step);
                countRows(sums, element + done, a, fromA, b, fromB, step);
                if (types.rounding.isPresent()) {
                    checkRounding(sums, types.rounding.get(), values);
                }
                if (!addFinite(sums, values)) {
                    addEach(sums, values);
                }
            }
            observer.see(element + done, before, after, values);
        }
    }

    private void countRows(PairSums sums, long element, byte[] a, int atA, byte[] b, int atB, int elements) {
        if (types.rows == 0) {
            return;
        }
        int width = first.width();
        for (int i = 0; i < elements; ) {
            long row = (element + i) / types.columns;
            int end = (int) Math.min(elements, i + types.columns - (element + i) % types.columns);
            boolean changed = types.isSame
                    ? Arrays.mismatch(a, atA + i * width, atA + end * width, b, atB + i * width, atB + end * width) >= 0
                    : isAnyDifferent(i, end);
            if (changed) {
                sums.rows.add(row);
            }
            i = end;
        }
    }

    private boolean isAnyDifferent(int from, int to) {
        int components = first.components();
        for (int k = from * components; k < to * components; k++) {
            if (before[k] != after[k] && !(Double.isNaN(before[k]) && Double.isNaN(after[k]))) {
                return true;
            }
        }
        return false;
    }

    private void checkRounding(PairSums sums, FloatFormat format, int values) {
        for (int i = 0; i < values && sums.isRounded; i++) {
            sums.isRounded = format.isRounded(before[i], after[i]);
        }
    }

    private int differentValues(int elements) {
        int components = first.components();
        int different = 0;
        for (int i = 0; i < elements; i++) {
            boolean same = true;
            for (int k = i * components; k < (i + 1) * components; k++) {
                same &= before[k] == after[k] || (Double.isNaN(before[k]) && Double.isNaN(after[k]));
            }
            different += same ? 0 : 1;
        }
        return different;
    }

    /** Adds values that are the same on both sides, unless one is not finite. */
    private boolean addEqual(PairSums sums, int values) {
        double pivot = before[0];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < values; i++) {
            double x = before[i] - pivot;
            sum += x;
            squares += x * x;
        }
        if (!Double.isFinite(sum + squares)) {
            return false;
        }
        sums.before.add(values, pivot, sum, squares);
        sums.after.add(values, pivot, sum, squares);
        double norm = squares + 2 * pivot * sum + values * pivot * pivot;
        sums.beforeSquares.add(norm);
        sums.afterSquares.add(norm);
        sums.products.add(norm);
        return true;
    }

    /** Adds values, unless one is not finite. Two sums of each kind, so that additions need not wait for each other. */
    private boolean addFinite(PairSums sums, int values) {
        double p = before[0];
        double q = after[0];
        double x0 = 0;
        double x1 = 0;
        double xx0 = 0;
        double xx1 = 0;
        double y0 = 0;
        double y1 = 0;
        double yy0 = 0;
        double yy1 = 0;
        double xy0 = 0;
        double xy1 = 0;
        double dd0 = 0;
        double dd1 = 0;
        double max = 0;
        int even = values & ~1;
        for (int i = 0; i < even; i += 2) {
            double a = before[i];
            double b = after[i];
            double d = b - a;
            xy0 += a * b;
            dd0 += d * d;
            max = Math.abs(d) > max ? Math.abs(d) : max;
            a -= p;
            b -= q;
            x0 += a;
            xx0 += a * a;
            y0 += b;
            yy0 += b * b;
            a = before[i + 1];
            b = after[i + 1];
            d = b - a;
            xy1 += a * b;
            dd1 += d * d;
            max = Math.abs(d) > max ? Math.abs(d) : max;
            a -= p;
            b -= q;
            x1 += a;
            xx1 += a * a;
            y1 += b;
            yy1 += b * b;
        }
        if (even < values) {
            double a = before[even];
            double b = after[even];
            double d = b - a;
            xy0 += a * b;
            dd0 += d * d;
            max = Math.abs(d) > max ? Math.abs(d) : max;
            x0 += a - p;
            xx0 += (a - p) * (a - p);
            y0 += b - q;
            yy0 += (b - q) * (b - q);
        }
        double x = x0 + x1;
        double xx = xx0 + xx1;
        double y = y0 + y1;
        double yy = yy0 + yy1;
        if (!Double.isFinite(xx + yy + xy0 + xy1 + dd0 + dd1)) {
            return false;
        }
        sums.before.add(values, p, x, xx);
        sums.after.add(values, q, y, yy);
        sums.beforeSquares.add(xx + 2 * p * x + values * p * p);
        sums.afterSquares.add(yy + 2 * q * y + values * q * q);
        sums.products.add(xy0 + xy1);
        sums.deltaSquares.add(dd0 + dd1);
        sums.change(max);
        return true;
    }

    /** Adds values one by one, of whichever kind they are. */
    private void addEach(PairSums sums, int values) {
        for (int i = 0; i < values; i++) {
            double a = before[i];
            double b = after[i];
            sums.before.add(a);
            sums.after.add(b);
            if (Double.isFinite(a) && Double.isFinite(b)) {
                sums.beforeSquares.add(a * a);
                sums.afterSquares.add(b * b);
                sums.products.add(a * b);
                sums.deltaSquares.add((b - a) * (b - a));
                sums.change(Math.abs(b - a));
            } else {
                sums.newNan += Double.isNaN(b) && !Double.isNaN(a) ? 1 : 0;
                sums.newInfinite += Double.isInfinite(b) && !Double.isInfinite(a) ? 1 : 0;
            }
        }
    }
}
