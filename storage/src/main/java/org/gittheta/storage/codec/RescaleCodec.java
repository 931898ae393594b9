// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/**
 * Stores a matrix whose rows or columns are those of its base times a factor each, as IA3 leaves it: the factors, and the
 * differences from what they predict.
 *
 * <pre>
 * payload = head columns axis count factors *block
 * head    = see {@link PredictedBlocks}
 * columns = u32                ; elements of a row, at least 1
 * axis    = u32                ; 0: there is a factor for each row, 1: for each column
 * count   = u32                ; their number, 1 to 262,144
 * factors = see {@link Factors}
 * block   = see {@link ResidualCoder}
 * </pre>
 *
 * <p>An element is predicted as the base's element times its factor, both exact in IEEE 754 binary64; the product is rounded
 * by {@link Reals#write}. Where the base's element is infinite or NaN, or there is no factor for its row, the prediction is
 * that of {@link DifferenceCodec}.
 */
public final class RescaleCodec implements DeltaCodec {
    /** The name that is stored. */
    public static final String NAME = "rescale";

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ResidualCoder residuals = new ResidualCoder();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Encoder> encoder(Change change) throws IOException {
        PredictedBlocks blocks = PredictedBlocks.of(residuals, change.dtype(), change.baseType());
        Optional<MatrixShape> shape = MatrixShape.of(change, blocks.layout(), blocks.baseLayout());
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        return RescaleFit.of(change, blocks, shape.get()).map(scale -> encoder(blocks, scale));
    }

    private Encoder encoder(PredictedBlocks blocks, Scale scale) {
        byte[] head = Arrays.copyOf(blocks.head(), PredictedBlocks.HEAD_BYTES + 12);
        INT.set(head, PredictedBlocks.HEAD_BYTES, scale.columns());
        INT.set(head, PredictedBlocks.HEAD_BYTES + 4, scale.isOfColumns() ? 1 : 0);
        INT.set(head, PredictedBlocks.HEAD_BYTES + 8, scale.factors().length);
        ResidualWorker worker = residuals.acquire();
        byte[] factors = Factors.write(worker.planes, scale.factors());
        residuals.release(worker);
        byte[] header = Arrays.copyOf(head, head.length + factors.length);
        System.arraycopy(factors, 0, header, head.length, factors.length);
        return blocks.encoder(header, new Product(blocks, scale));
    }

    @Override
    public Decoder decoder(PayloadReader payload, long size, DType baseType) throws IOException {
        PredictedBlocks blocks = PredictedBlocks.read(residuals, payload, baseType);
        byte[] head = new byte[12];
        payload.readFully(head, 0, 12);
        int columns = (int) INT.get(head, 0);
        int axis = (int) INT.get(head, 4);
        int count = (int) INT.get(head, 8);
        boolean isReal = blocks.layout().isConvertible() && blocks.baseLayout().isConvertible();
        if (!isReal
                || columns < 1
                || axis < 0
                || axis > 1
                || count < 1
                || count > Factors.MOST
                || (axis == 1 && count != columns)) {
            throw new CorruptObjectException(count + " factors for rows of " + columns);
        }
        byte[] stored = Factors.read(payload, count);
        ResidualWorker worker = residuals.acquire();
        try {
            float[] factors = Factors.decode(worker.planes, stored, 0, count);
            return blocks.decoder(payload, new Product(blocks, new Scale(columns, axis == 1, factors)));
        } finally {
            residuals.release(worker);
        }
    }

    /** Holds a factor for each row or column. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Scale(int columns, boolean isOfColumns, float[] factors) {
        /** Multiplies elements, the first of which is of that number, each with its factor. */
        void multiply(double[] was, long first, double[] product, int count) {
            long row = first / columns;
            int column = (int) (first % columns);
            for (int i = 0; i < count; i++) {
                long factor = isOfColumns ? column : row;
                product[i] = was[i] * (factor < factors.length ? factors[(int) factor] : 1);
                column++;
                if (column == columns) {
                    column = 0;
                    row++;
                }
            }
        }
    }

    private record Product(PredictedBlocks blocks, Scale scale) implements Predictor {
        private static final int RUN = 1024;

        @Override
        public boolean isBase() {
            return false;
        }

        @Override
        public void predict(byte[] base, long first, byte[] out, int elements) {
            double[] was = new double[RUN];
            double[] product = new double[RUN];
            for (int at = 0; at < elements; at += RUN) {
                int count = Math.min(RUN, elements - at);
                Reals.read(blocks.baseLayout(), base, 0, at, was, count);
                scale.multiply(was, first + at, product, count);
                Predictions.write(blocks, base, was, product, out, at, count);
            }
        }
    }
}
