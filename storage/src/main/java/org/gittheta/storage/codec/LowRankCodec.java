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
 * Stores a matrix that differs from its base by a product of two narrow ones, as a merged low-rank adapter does: the
 * factors, and the differences from what they predict.
 *
 * <pre>
 * payload  = head columns rank right *block
 * head     = see {@link PredictedBlocks}; the elements of a block are whole rows
 * columns  = u32                 ; elements of a row, at least 1
 * rank     = u32                 ; 1 to 64; rank times columns, or rows of a block: at most 262,144
 * right    = factors             ; {@link Factors}: rank rows of so many columns, one after the other
 * block    = left residual
 * left     = factors             ; for each row of the block, a last one cut short included: rank numbers
 * residual = see {@link ResidualCoder}
 * </pre>
 *
 * <p>Arithmetic is IEEE 754 binary64 without fused operations. The element in row <i>i</i> and column <i>j</i> is predicted
 * as <i>b</i> + <i>s</i>, where <i>b</i> is the base's element, exact; <i>s</i> is 0 at first, and for each <i>k</i> from 0
 * on the product of <i>left(i, k)</i> and <i>right(k, j)</i>, which is exact, is added to it. The sum is rounded by {@link
 * Reals#write}. Where the base's element is infinite or NaN, the prediction is that of {@link DifferenceCodec}.
 */
public final class LowRankCodec implements DeltaCodec {
    /** The name that is stored. */
    public static final String NAME = "low-rank";

    static final int MOST_RANK = 64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 1 << 20;

    private final ResidualCoder residuals = new ResidualCoder();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Encoder> encoder(Change change) throws IOException {
        ElementLayout layout = ElementLayout.of(change.dtype());
        ElementLayout base = ElementLayout.of(change.baseType());
        Optional<MatrixShape> shape = MatrixShape.of(change, layout, base);
        int width = Math.max(layout.width(), base.width());
        if (shape.isEmpty() || shape.get().columns() > BLOCK / width) {
            return Optional.empty();
        }
        int columns = shape.get().columns();
        int rows = Math.min(shape.get().rows(), BLOCK / width / columns);
        PredictedBlocks blocks = new PredictedBlocks(residuals, layout, base, rows * columns);
        return LowRankFit.of(change, blocks, columns).map(right -> encoder(blocks, columns, right));
    }

    private Encoder encoder(PredictedBlocks blocks, int columns, float[] right) {
        int rank = right.length / columns;
        byte[] head = Arrays.copyOf(blocks.head(), PredictedBlocks.HEAD_BYTES + 8);
        INT.set(head, PredictedBlocks.HEAD_BYTES, columns);
        INT.set(head, PredictedBlocks.HEAD_BYTES + 4, rank);
        ResidualWorker worker = residuals.acquire();
        byte[] stored = Factors.write(worker.planes, right);
        residuals.release(worker);
        byte[] header = Arrays.copyOf(head, head.length + stored.length);
        System.arraycopy(stored, 0, header, head.length, stored.length);
        return new LowRankBlocks(blocks, columns, rank, right).encoder(header);
    }

    @Override
    public Decoder decoder(PayloadReader payload, long size, DType baseType) throws IOException {
        PredictedBlocks blocks = PredictedBlocks.read(residuals, payload, baseType);
        byte[] head = new byte[8];
        payload.readFully(head, 0, 8);
        int columns = (int) INT.get(head, 0);
        int rank = (int) INT.get(head, 4);
        boolean isReal = blocks.layout().isConvertible() && blocks.baseLayout().isConvertible();
        if (!isReal
                || columns < 1
                || blocks.elements() % columns != 0
                || rank < 1
                || rank > MOST_RANK
                || (long) rank * columns > Factors.MOST
                || (long) rank * (blocks.elements() / columns) > Factors.MOST) {
            throw new CorruptObjectException("factors of rank " + rank + " for rows of " + columns);
        }
        byte[] stored = Factors.read(payload, rank * columns);
        ResidualWorker worker = residuals.acquire();
        try {
            float[] right = Factors.decode(worker.planes, stored, 0, rank * columns);
            return new LowRankBlocks(blocks, columns, rank, right).decoder(payload);
        } finally {
            residuals.release(worker);
        }
    }
}
