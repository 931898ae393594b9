// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

/** Guesses from a sample whether entropy coding would shrink bytes enough to be worth its time in both directions. */
final class EntropyEstimate {
    private static final int SAMPLE = 1 << 14;
    private static final int RUN = 64;

    /** Bits a byte above which a plane is stored as it is: a saving of less than half a percent. */
    private static final double LIMIT = 7.96;

    private EntropyEstimate() {}

    /** Tells whether the bytes are worth compressing. */
    static boolean isCompressible(byte[] bytes, int from, int length) {
        return length < SAMPLE || bitsPerByte(bytes, from, length) < LIMIT;
    }

    /**
     * Estimates in how many bytes the planes of floats could be stored, or 0 for too few to tell.
     *
     * @param rotate whether each element is rotated left by one bit first, as {@link BytePlanes} does
     */
    static long planes(byte[] raw, int from, int elements, int width, boolean rotate) {
        if (elements < SAMPLE) {
            return 0;
        }
        int[][] counts = new int[width][256];
        int runs = SAMPLE / RUN;
        for (int run = 0; run < runs; run++) {
            int at = (int) ((long) (elements - RUN) * run / (runs - 1));
            for (int plane = 0; plane < width; plane++) {
                countPlane(raw, from + at * width, width, plane, rotate, counts[plane]);
            }
        }
        double bits = 0;
        for (int[] plane : counts) {
            bits += Math.min(8, bitsPerByte(plane));
        }
        return (long) (bits / 8 * elements);
    }

    private static void countPlane(byte[] raw, int at, int width, int plane, boolean rotate, int[] counts) {
        int below = plane == 0 ? width - 1 : plane - 1;
        for (int i = at; i < at + RUN * width; i += width) {
            int rotated = (raw[i + plane] << 1) | ((raw[i + below] & 255) >>> 7);
            counts[(rotate ? rotated : raw[i + plane]) & 255]++;
        }
    }

    /** Estimates the order-0 entropy from evenly spread runs, with Miller's and Madow's correction for its bias. */
    private static double bitsPerByte(byte[] bytes, int from, int length) {
        int[] counts = new int[256];
        int runs = SAMPLE / RUN;
        for (int run = 0; run < runs; run++) {
            int at = from + (int) ((long) (length - RUN) * run / (runs - 1));
            count(bytes, at, counts);
        }
        return bitsPerByte(counts);
    }

    private static double bitsPerByte(int[] counts) {
        double sum = 0;
        int distinct = 0;
        for (int count : counts) {
            if (count > 0) {
                sum += count * Math.log(count);
                distinct++;
            }
        }
        double nats = Math.log(SAMPLE) - sum / SAMPLE + (distinct - 1) / (2.0 * SAMPLE);
        return nats / Math.log(2);
    }

    /** Counts one run, in a method of its own so that it is compiled after a few calls. */
    private static void count(byte[] bytes, int at, int[] counts) {
        for (int i = 0; i < RUN; i++) {
            counts[bytes[at + i] & 255]++;
        }
    }
}
