// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Makes matrices and what was made from them. */
final class Matrices {
    private Matrices() {}

    /** Computes an element from the base's. */
    interface Change {
        DoubleUnaryOperator at(int row, int column);
    }

    /** Returns a matrix of N(0, 0.02) and a changed one, both of about that many bytes and at least 16 times 16. */
    static Versions changed(String dtype, int bytes, int columns, Change change) {
        int width = new DType(dtype).planeWidth();
        int rows = Math.max(16, bytes / width / columns);
        ByteBuffer base = ByteBuffer.allocate(rows * columns * width).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer raw = ByteBuffer.allocate(rows * columns * width).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(bytes);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = base.position();
                Samples.put(base, dtype, 0.02 * random.nextGaussian());
                double was = Reals.read(ElementLayout.of(new DType(dtype)), base.array(), at, 0);
                Samples.put(raw, dtype, change.at(row, column).applyAsDouble(was));
            }
        }
        return new Versions(new DType(dtype), Shape.of(rows, columns), raw.array(), new DType(dtype), base.array());
    }

    /** Returns a matrix to which the product of two narrow ones was added. */
    static Versions lowRank(String dtype, int bytes, int columns, int rank, double size) {
        Random random = new Random(3);
        double[][] left = gaussians(random, 1 << 16, rank);
        double[][] right = gaussians(random, columns, rank);
        return changed(dtype, bytes, columns, (row, column) -> was -> {
            double sum = 0;
            for (int k = 0; k < rank; k++) {
                sum += left[row % left.length][k] * right[column][k];
            }
            return was + size * sum;
        });
    }

    private static double[][] gaussians(Random random, int rows, int columns) {
        double[][] numbers = new double[rows][columns];
        for (double[] row : numbers) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return numbers;
    }
}
