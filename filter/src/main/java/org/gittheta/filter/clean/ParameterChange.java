// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Shows a parameter that is to be stored beside a base.
 *
 * @param parameter the parameter
 * @param size its length in bytes
 * @param content what can be shown of it
 * @param shown the base
 */
record ParameterChange(LocatedParameter parameter, long size, Content content, ShownBase shown)
        implements DeltaCodec.Change {
    Encoding.Base base() {
        return shown.base();
    }

    /** Returns the number of bases that the parameter will have. */
    int bases() {
        return base().encoding().depth() + 1;
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
        return base().dtype();
    }

    @Override
    public long baseSize() {
        return base().size();
    }

    @Override
    public boolean isWhole() {
        return content.length() == size;
    }

    @Override
    public void sample(DeltaCodec.Blocks cut, int most, DeltaCodec.Visitor visitor) throws IOException {
        long all = count(cut);
        NavigableSet<Long> wanted = new TreeSet<>();
        for (long i = 0; i < Math.min(most, all); i++) {
            wanted.add(i * all / Math.min(most, all));
        }
        visit(cut, wanted.last(), wanted::contains, visitor);
    }

    /** Shows a few blocks by which an encoding is judged: from the middles of equal parts. */
    void judge(DeltaCodec.Blocks cut, DeltaCodec.Visitor visitor) throws IOException {
        NavigableSet<Long> wanted = new TreeSet<>();
        for (long i = 0; i < content.samples(); i++) {
            wanted.add((2 * i + 1) * count(cut) / (2L * content.samples()));
        }
        visit(cut, wanted.last(), wanted::contains, visitor);
    }

    @Override
    public void visit(DeltaCodec.Blocks cut, DeltaCodec.Visitor visitor) throws IOException {
        visit(cut, count(cut) - 1, index -> true, visitor);
    }

    private long count(DeltaCodec.Blocks cut) {
        return (content.length() + cut.blockSize() - 1) / cut.blockSize();
    }

    private void visit(DeltaCodec.Blocks cut, long last, LongPredicate wanted, DeltaCodec.Visitor visitor)
            throws IOException {
        byte[] baseRun = new byte[cut.baseBlockSize()];
        try (ShownBase.Look look = shown.look()) {
            boolean more = true;
            for (long index = 0; more && index <= last; index++) {
                boolean isWanted = wanted.test(index);
                int baseLength = look.next(baseRun, cut.baseBlockSize(), isWanted);
                if (isWanted) {
                    long from = index * cut.blockSize();
                    int length = (int) Math.min(cut.blockSize(), content.length() - from);
                    Content.Run raw = content.run(from, length);
                    more = visitor.see(index, raw.bytes(), raw.from(), length, baseRun, baseLength);
                }
            }
        }
    }
}
