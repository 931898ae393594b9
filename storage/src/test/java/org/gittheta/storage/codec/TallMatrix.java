// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Shows only some blocks of a matrix of F32 that is too large to exist; its base has the same block again and again.
 *
 * @param shown their numbers
 * @param factor by what an element is multiplied, from its row and column
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TallMatrix(Shape shape, long[] shown, LongBinaryOperator factor) implements DeltaCodec.Change {
    private static final int BLOCK = 1 << 20;

    byte[] base() {
        ByteBuffer base = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        while (base.hasRemaining()) {
            base.putFloat((float) random.nextGaussian());
        }
        return base.array();
    }

    byte[] raw(long index) {
        ByteBuffer block = ByteBuffer.wrap(base()).order(ByteOrder.LITTLE_ENDIAN);
        long columns = shape.extents()[1];
        for (int i = 0; i < BLOCK; i += 4) {
            long element = index * (BLOCK / 4) + i / 4;
            block.putFloat(i, block.getFloat(i) * factor.applyAsLong(element / columns, element % columns));
        }
        return block.array();
    }

    @Override
    public DType dtype() {
        return new DType("F32");
    }

    @Override
    public long size() {
        return 4 * shape.extents()[0] * shape.extents()[1];
    }

    @Override
    public DType baseType() {
        return dtype();
    }

    @Override
    public long baseSize() {
        return size();
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public void sample(DeltaCodec.Blocks blocks, int most, DeltaCodec.Visitor visitor) {
        visit(blocks, visitor);
    }

    @Override
    public void visit(DeltaCodec.Blocks blocks, DeltaCodec.Visitor visitor) {
        boolean more = true;
        for (int i = 0; more && i < shown.length; i++) {
            more = visitor.see(shown[i], raw(shown[i]), 0, BLOCK, base(), BLOCK);
        }
    }
}
