// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.ArrayList;
import java.util.List;

/** Computes with a few rows of doubles, four at a time: each element of another row is then read once for four. */
final class Rows {
    private Rows() {}

    /** Adds multiples of a row to rows. */
    static void add(double[][] rows, double[] factors, double[] row) {
        int k = 0;
        for (; k < rows.length - 3; k += 4) {
            add4(rows, factors, row, k);
        }
        for (; k < rows.length; k++) {
            double[] into = rows[k];
            double factor = factors[k];
            for (int j = 0; j < row.length; j++) {
                into[j] += factor * row[j];
            }
        }
    }

    private static void add4(double[][] rows, double[] factors, double[] row, int k) {
        double[] a = rows[k];
        double[] b = rows[k + 1];
        double[] c = rows[k + 2];
        double[] d = rows[k + 3];
        double ofA = factors[k];
        double ofB = factors[k + 1];
        double ofC = factors[k + 2];
        double ofD = factors[k + 3];
        for (int j = 0; j < row.length; j++) {
            double x = row[j];
            a[j] += ofA * x;
            b[j] += ofB * x;
            c[j] += ofC * x;
            d[j] += ofD * x;
        }
    }

    /** Multiplies each of the rows with a row. */
    static void products(double[][] rows, double[] row, double[] products) {
        int k = 0;
        for (; k < rows.length - 3; k += 4) {
            products4(rows, row, products, k);
        }
        for (; k < rows.length; k++) {
            products[k] = product(rows[k], row);
        }
    }

    private static void products4(double[][] rows, double[] row, double[] products, int k) {
        double[] a = rows[k];
        double[] b = rows[k + 1];
        double[] c = rows[k + 2];
        double[] d = rows[k + 3];
        double sumA = 0;
        double sumB = 0;
        double sumC = 0;
        double sumD = 0;
        for (int j = 0; j < row.length; j++) {
            double x = row[j];
            sumA += a[j] * x;
            sumB += b[j] * x;
            sumC += c[j] * x;
            sumD += d[j] * x;
        }
        products[k] = sumA;
        products[k + 1] = sumB;
        products[k + 2] = sumC;
        products[k + 3] = sumD;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** Returns orthonormal rows with the same span; Gram and Schmidt, twice for the sake of rounding. */
    static double[][] orthonormal(double[][] rows) {
        List<double[]> basis = new ArrayList<>();
        for (double[] row : rows) {
            double before = Math.sqrt(product(row, row));
            for (int turn = 0; turn < 2; turn++) {
                for (double[] other : basis) {
                    double part = product(other, row);
                    for (int j = 0; j < row.length; j++) {
                        row[j] -= part * other[j];
                    }
                }
            }
            double length = Math.sqrt(product(row, row));
            if (length > before * 1e-12 && Double.isFinite(length)) {
                for (int j = 0; j < row.length; j++) {
                    row[j] /= length;
                }
                basis.add(row);
            }
        }
        return basis.toArray(double[][]::new);
    }
}
