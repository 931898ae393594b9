// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.function.LongPredicate;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.filter.smudge.BaseBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Shows a parameter that is in memory, or some blocks of it, beside a base.
 *
 * @param parameter the parameter
 * @param size its length in bytes
 * @param blocks its blocks by their numbers, all of 1 MiB but the last; the first is always there
 * @param isHeld whether they are all of it
 * @param base the base
 */
record HeldChange(
        LocatedParameter parameter,
        long size,
        NavigableMap<Integer, Block> blocks,
        boolean isHeld,
        Encoding.Base base,
        Codecs codecs,
        ObjectStore store)
        implements DeltaCodec.Change {
    /** Returns the number of bases that the parameter will have. */
    int bases() {
        return base.encoding().depth() + 1;
    }

    @Override
    public DType dtype() {
        return parameter.dtype();
    }

    @Override
    public Shape shape() {
        return parameter.shape();
    }

    @Override
    public DType baseType() {
        return base.dtype();
    }

    @Override
    public long baseSize() {
        return base.size();
    }

    @Override
    public void visit(DeltaCodec.Blocks cut, DeltaCodec.Visitor visitor) throws IOException {
        visit(cut, index -> true, visitor);
    }

    /** Shows the runs whose numbers are wanted. */
    void visit(DeltaCodec.Blocks cut, LongPredicate wanted, DeltaCodec.Visitor visitor) throws IOException {
        long held = (long) blocks.lastKey() * BlockPool.BLOCK_BYTES
                + blocks.lastEntry().getValue().length();
        byte[] baseRun = new byte[cut.baseBlockSize()];
        try (OpenObjects objects = new OpenObjects(store)) {
            BaseBlocks of = BaseBlocks.of(base, codecs, objects);
            boolean more = true;
            for (long index = 0; more && index * cut.blockSize() < held; index++) {
                BaseBlocks.Run run = of.next(cut.baseBlockSize());
                if (wanted.test(index) && isHere(cut, index, held)) {
                    run.decode(baseRun);
                    more = see(cut, index, held, baseRun, run.length(), visitor);
                }
            }
        }
    }

    private boolean isHere(DeltaCodec.Blocks cut, long index, long held) {
        long from = index * cut.blockSize();
        long last = Math.min(from + cut.blockSize(), held) - 1;
        return blocks.containsKey((int) (from / BlockPool.BLOCK_BYTES))
                && blocks.containsKey((int) (last / BlockPool.BLOCK_BYTES));
    }

    private boolean see(
            DeltaCodec.Blocks cut, long index, long held, byte[] baseRun, int baseLength, DeltaCodec.Visitor visitor) {
        long from = index * cut.blockSize();
        int length = (int) Math.min(cut.blockSize(), held - from);
        int first = (int) (from / BlockPool.BLOCK_BYTES);
        int at = (int) (from % BlockPool.BLOCK_BYTES);
        Block block = blocks.get(first);
        if (at + length <= block.length()) {
            return visitor.see(index, block.bytes(), at, length, baseRun, baseLength);
        }
        byte[] joined = new byte[length];
        for (int done = 0; done < length; first++, at = 0) {
            Block part = blocks.get(first);
            int some = Math.min(length - done, part.length() - at);
            System.arraycopy(part.bytes(), at, joined, done, some);
            done += some;
        }
        return visitor.see(index, joined, 0, length, baseRun, baseLength);
    }
}
