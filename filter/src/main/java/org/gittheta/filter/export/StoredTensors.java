// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.gittheta.filter.export.SourceTensor.Content;
import org.gittheta.filter.export.SourceTensor.Sink;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ParameterBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Reads the tensors of a stub, each verified when it has been read to its end; for one thread. */
final class StoredTensors {
    /** A strided view is gathered from all bytes of what it looks into, in memory. */
    private static final long MOST_GATHERED = 1L << 30;

    private final Stub stub;
    private final Codecs codecs;
    private final OpenObjects objects;
    private final Workers workers;

    StoredTensors(Stub stub, Codecs codecs, OpenObjects objects, Workers workers) {
        this.stub = stub;
        this.codecs = codecs;
        this.objects = objects;
        this.workers = workers;
    }

    /** Lists the tensors whose names are wanted, by name. */
    List<SourceTensor> of(Predicate<ParameterName> names) throws IOException {
        List<SourceTensor> tensors = new ArrayList<>();
        for (TensorEntry tensor : stub.tensors()) {
            if (!names.test(tensor.name())) {
                continue;
            }
            if (tensor instanceof ViewEntry view) {
                tensors.add(view(view));
            } else if (tensor instanceof ParameterEntry entry && !entry.isStorage()) {
                Content content = sink -> copy(entry, 0, entry.size(), sink);
                tensors.add(new SourceTensor(entry.name().text(), entry.dtype(), entry.shape(), entry.size(), content));
            }
        }
        return tensors;
    }

    private SourceTensor view(ViewEntry view) throws IOException {
        String name = view.name().escaped();
        if (!(stub.tensor(view.target()).orElse(null) instanceof ParameterEntry target)) {
            throw new CorruptObjectException("the stub has no line for what " + name + " looks into");
        }
        int bits = view.dtype().bits().orElse(0);
        long elements = view.shape().elements().orElse(-1);
        if (bits == 0 || bits % 8 != 0 || elements < 0 || elements > Long.MAX_VALUE / bits) {
            throw new ExportException(name + " is of the type " + view.dtype() + ", whose size is not known");
        }
        int width = bits / 8;
        long size = elements * width;
        Content content = view.strides().isEmpty()
                ? sink -> copy(target, view.offset(), size, sink)
                : sink -> gather(view, target, width, size, sink);
        return new SourceTensor(view.name().text(), view.dtype(), view.shape(), size, content);
    }

    /** Hands on a run of a parameter's bytes; all of them are read, to be verified. */
    private void copy(ParameterEntry entry, long offset, long length, Sink sink) throws IOException {
        ParameterBlocks blocks = new ParameterBlocks(entry, codecs, objects, workers);
        long at = 0;
        long end = offset + length;
        for (ParameterBlocks.Pending next = blocks.next(); next != null; next = blocks.next()) {
            try {
                join(next);
                int from = (int) Math.min(next.block().length(), Math.max(0, offset - at));
                int to = (int) Math.min(next.block().length(), Math.max(0, end - at));
                if (to > from) {
                    sink.write(ByteBuffer.wrap(next.block().bytes(), from, to - from));
                }
                at += next.block().length();
            } finally {
                next.block().release();
            }
        }
        if (at < end) {
            throw new CorruptObjectException(entry.name().escaped() + " has fewer bytes than its shape needs");
        }
        blocks.verify();
    }

    private static void join(ParameterBlocks.Pending pending) throws IOException {
        try {
            pending.ready().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void gather(ViewEntry view, ParameterEntry target, int width, long size, Sink sink) throws IOException {
        if (Math.max(target.size(), size) > MOST_GATHERED) {
            throw new ExportException(view.name().escaped() + " does not lie in C order and is too large to be put so");
        }
        ByteBuffer all = ByteBuffer.allocate((int) target.size());
        copy(target, 0, target.size(), all::put);
        long[] extents = view.shape().extents();
        long[] index = new long[extents.length];
        ByteBuffer out = ByteBuffer.allocate((int) size);
        for (long left = size / width; left > 0; left--) {
            long from = view.offset();
            for (int i = 0; i < index.length; i++) {
                from += index[i] * view.strides().get(i) * width;
            }
            if (from < 0 || from > target.size() - width) {
                throw new CorruptObjectException(view.name().escaped() + " lies outside of what it looks into");
            }
            out.put(all.array(), (int) from, width);
            for (int i = index.length - 1; i >= 0 && ++index[i] == extents[i]; i--) {
                index[i] = 0;
            }
        }
        sink.write(out.flip());
    }
}
