// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Arrays;
import org.gittheta.storage.object.PayloadReader;

/** Codes the blocks of {@link LowRankCodec}. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LowRankBlocks(PredictedBlocks blocks, int columns, int rank, float[] right) {
    /** Adds the product of some rows' left factors and the right ones to the base. */
    private final class Product implements Predictor {
        private final float[] left;

        Product(float[] left) {
            this.left = left;
        }

        @Override
        public boolean isBase() {
            return false;
        }

        @Override
        public void predict(byte[] base, long first, byte[] out, int elements) {
            double[] was = new double[columns];
            double[] sum = new double[columns];
            for (int row = 0; row * columns < elements; row++) {
                int at = row * columns;
                int count = Math.min(columns, elements - at);
                Reals.read(blocks.baseLayout(), base, 0, at, was, count);
                Arrays.fill(sum, 0);
                add(sum, left, row * rank, count);
                for (int i = 0; i < count; i++) {
                    sum[i] += was[i];
                }
                Predictions.write(blocks, base, was, sum, out, at, count);
            }
        }
    }

    /** Adds the products one after the other, four of them in each turn. */
    private void add(double[] sum, float[] left, int from, int count) {
        int k = 0;
        for (; k < rank - 3; k += 4) {
            double a = left[from + k];
            double b = left[from + k + 1];
            double c = left[from + k + 2];
            double d = left[from + k + 3];
            int at = k * columns;
            for (int i = 0; i < count; i++, at++) {
                sum[i] = sum[i]
                        + a * right[at]
                        + b * right[at + columns]
                        + c * right[at + 2 * columns]
                        + d * right[at + 3 * columns];
            }
        }
        for (; k < rank; k++) {
            double a = left[from + k];
            for (int i = 0; i < count; i++) {
                sum[i] += a * right[k * columns + i];
            }
        }
    }

    DeltaCodec.Encoder encoder(byte[] header) {
        return new DeltaCodec.Encoder() {
            @Override
            public byte[] header() {
                return header.clone();
            }

            @Override
            public int blockSize() {
                return blocks.blockSize();
            }

            @Override
            public int baseBlockSize() {
                return blocks.baseBlockSize();
            }

            @Override
            public Codec.Encoded encode(long index, byte[] raw, int from, int length, byte[] base, int baseLength) {
                float[] left = leftOf(raw, from, length, base, baseLength);
                Codec.Encoded residual = blocks.encode(new Product(left), index, raw, from, length, base, baseLength);
                ResidualWorker worker = blocks.residuals().acquire();
                byte[] factors = Factors.write(worker.planes, left);
                blocks.residuals().release(worker);
                byte[] all = Arrays.copyOf(factors, factors.length + residual.length());
                System.arraycopy(residual.bytes(), 0, all, factors.length, residual.length());
                return new Codec.Encoded(all, all.length);
            }
        };
    }

    /** Projects the difference of each row onto the right factors, whose rows are orthonormal but for their rounding. */
    private float[] leftOf(byte[] raw, int from, int length, byte[] base, int baseLength) {
        float[] left = new float[rows(length) * rank];
        int elements = Math.min(
                length / blocks.layout().width(),
                baseLength / blocks.baseLayout().width());
        double[] row = new double[columns];
        for (int at = 0; at < elements; at += columns) {
            int count = Math.min(columns, elements - at);
            Predictions.difference(blocks, raw, from, base, at, row, count);
            project(row, count, left, at / columns * rank);
        }
        return left;
    }

    /** Computes four products in each turn: a sum waits for its last addition. */
    private void project(double[] row, int count, float[] left, int to) {
        int k = 0;
        for (; k < rank - 3; k += 4) {
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int at = k * columns;
            for (int i = 0; i < count; i++, at++) {
                a += row[i] * right[at];
                b += row[i] * right[at + columns];
                c += row[i] * right[at + 2 * columns];
                d += row[i] * right[at + 3 * columns];
            }
            left[to + k] = (float) a;
            left[to + k + 1] = (float) b;
            left[to + k + 2] = (float) c;
            left[to + k + 3] = (float) d;
        }
        for (; k < rank; k++) {
            double a = 0;
            for (int i = 0; i < count; i++) {
                a += row[i] * right[k * columns + i];
            }
            left[to + k] = (float) a;
        }
    }

    private int rows(int length) {
        return (length / blocks.layout().width() + columns - 1) / columns;
    }

    DeltaCodec.Decoder decoder(PayloadReader payload) {
        return new DeltaCodec.Decoder() {
            @Override
            public int blockSize() {
                return blocks.blockSize();
            }

            @Override
            public int baseBlockSize() {
                return blocks.baseBlockSize();
            }

            @Override
            public Codec.Encoded read(int length) throws IOException {
                byte[] factors = Factors.read(payload, rows(length) * rank);
                Codec.Encoded residual = ResidualCoder.read(payload, blocks.layout(), length);
                byte[] all = Arrays.copyOf(factors, factors.length + residual.length());
                System.arraycopy(residual.bytes(), 0, all, factors.length, residual.length());
                return new Codec.Encoded(all, all.length);
            }

            @Override
            public void decode(Codec.Encoded encoded, long index, byte[] base, int baseLength, byte[] raw, int length)
                    throws IOException {
                ResidualWorker worker = blocks.residuals().acquire();
                float[] left;
                try {
                    left = Factors.decode(worker.planes, encoded.bytes(), 0, rows(length) * rank);
                } finally {
                    blocks.residuals().release(worker);
                }
                int at = Factors.length(encoded.bytes(), 0);
                byte[] residual = Arrays.copyOfRange(encoded.bytes(), at, encoded.length());
                blocks.decode(
                        new Product(left),
                        new Codec.Encoded(residual, residual.length),
                        index,
                        base,
                        baseLength,
                        raw,
                        length);
            }
        };
    }
}
