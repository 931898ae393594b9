// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.Arrays;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Holds a parameter and its base in memory. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Versions(DType dtype, Shape shape, byte[] raw, DType baseType, byte[] base) implements DeltaCodec.Change {
    static Versions of(String dtype, byte[] raw, String baseType, byte[] base) {
        return new Versions(new DType(dtype), Shape.of(raw.length), raw, new DType(baseType), base);
    }

    @Override
    public long size() {
        return raw.length;
    }

    @Override
    public long baseSize() {
        return base.length;
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
        for (int i = 0; (long) i * blocks.blockSize() < raw.length; i++) {
            int from = i * blocks.blockSize();
            int length = Math.min(blocks.blockSize(), raw.length - from);
            byte[] part = baseBlock(blocks, i);
            if (!visitor.see(i, raw, from, length, part, part.length)) {
                return;
            }
        }
    }

    /** Returns a block of the base, empty after its end. */
    byte[] baseBlock(DeltaCodec.Blocks blocks, long index) {
        int from = (int) Math.min(base.length, index * blocks.baseBlockSize());
        return Arrays.copyOfRange(base, from, Math.min(base.length, from + blocks.baseBlockSize()));
    }
}
