// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Merges with coefficients that follow from the lengths of the vectors and the angles between them: one look at all
 * elements sums their inner products in float64, or each row has its own.
 *
 * <p>The vectors are the models, or the models less the base.
 */
abstract class InnerProducts implements Kernel {
    private final int models;
    private final boolean fromBase;
    private final long rowLength;
    private double[] products;
    private float[] coefficients;

    /**
     * Takes what to sum.
     *
     * @param fromBase whether the vectors are the models less the base
     * @param rowLength the length of a row that has coefficients of its own; 0 if the tensor is one vector
     */
    InnerProducts(int models, boolean fromBase, long rowLength) {
        this.models = models;
        this.fromBase = fromBase;
        this.rowLength = rowLength;
    }

    /** Returns the coefficients for vectors with these inner products. */
    abstract float[] coefficients(double[][] products) throws StrategyException;

    /** Combines a run of elements. */
    void combine(Chunk chunk, int from, int to, float[] c, float[] into) {
        for (int i = from; i < to; i++) {
            float origin = fromBase ? chunk.base()[i] : 0;
            float sum = c[0] * (chunk.model(0)[i] - origin);
            for (int m = 1; m < models; m++) {
                sum += c[m] * (chunk.model(m)[i] - origin);
            }
            into[i] = fromBase ? origin + sum : sum;
        }
    }

    @Override
    public Optional<Pass<?>> nextPass() throws StrategyException {
        if (rowLength > 0) {
            return Optional.empty();
        }
        if (products == null) {
            products = new double[models * models];
            return Optional.of(new Pass<double[]>() {
                @Override
                public double[] look(Chunk chunk) {
                    return products(chunk, 0, chunk.count());
                }

                @Override
                public void add(double[] found) {
                    for (int i = 0; i < found.length; i++) {
                        products[i] += found[i];
                    }
                }
            });
        }
        coefficients = coefficients(square(products));
        return Optional.empty();
    }

    private double[] products(Chunk chunk, int from, int to) {
        double[] sums = new double[models * models];
        for (int a = 0; a < models; a++) {
            for (int b = a; b < models; b++) {
                double sum = 0;
                float[] x = chunk.model(a);
                float[] y = chunk.model(b);
                for (int i = from; i < to; i++) {
                    float origin = fromBase ? chunk.base()[i] : 0;
                    sum += (double) (x[i] - origin) * (double) (y[i] - origin);
                }
                sums[a * models + b] = sum;
                sums[b * models + a] = sum;
            }
        }
        return sums;
    }

    private double[][] square(double[] flat) {
        double[][] square = new double[models][models];
        for (int a = 0; a < models; a++) {
            System.arraycopy(flat, a * models, square[a], 0, models);
        }
        return square;
    }

    @Override
    public void merge(Chunk chunk, float[] into) {
        if (rowLength == 0) {
            combine(chunk, 0, chunk.count(), coefficients, into);
            return;
        }
        for (int row = 0; row < chunk.count(); row += (int) rowLength) {
            int end = (int) Math.min(chunk.count(), row + rowLength);
            float[] own;
            try {
                own = coefficients(square(products(chunk, row, end)));
            } catch (StrategyException e) {
                throw new UncheckedIOException(e);
            }
            combine(chunk, row, end, own, into);
        }
    }

    /** Returns a·b / (|a| |b|), which lies between -1 and 1; 0 where a length is. */
    static double cosine(double[][] products, int a, int b) {
        double lengths = Math.sqrt(products[a][a]) * Math.sqrt(products[b][b]);
        return lengths == 0 ? 0 : Math.max(-1, Math.min(1, products[a][b] / lengths));
    }
}
