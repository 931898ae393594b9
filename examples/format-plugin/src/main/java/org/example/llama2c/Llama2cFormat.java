// SPDX-License-Identifier: Apache-2.0
package org.example.llama2c;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Locates the tensors in the checkpoints of llama2.c, version 1 ({@code export.py} in github.com/karpathy/llama2.c).
 *
 * <p>The file, little-endian: the number 0x616b3432, the version, seven numbers of 32 bits, a byte that says whether the
 * classifier is the embedding, zeros up to byte 256, and then tensors of F32 in one fixed order.
 */
public final class Llama2cFormat implements StreamedFormat {
    private static final int MAGIC = 0x616B3432;
    private static final int HEADER_BYTES = 256;
    private static final DType F32 = new DType("F32");

    /** Makes the format; the service loader calls this. */
    public Llama2cFormat() {}

    @Override
    public String name() {
        return "llama2c";
    }

    @Override
    public String reads() {
        return "checkpoints of llama2.c, version 1 (.bin)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        ByteBuffer bytes = prefix.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        boolean known = bytes.remaining() >= HEADER_BYTES && bytes.getInt() == MAGIC && bytes.getInt() == 1;
        return known ? Access.STREAMED : Access.NONE;
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        ByteBuffer header = ByteBuffer.wrap(input.readFrame(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        header.position(8);
        long dim = count(header);
        long hidden = count(header);
        long layers = count(header);
        long heads = count(header);
        long keyHeads = count(header);
        long vocabulary = count(header);
        count(header); // the longest sequence says nothing about the file
        boolean shared = header.get() != 0;
        if (layers > 4096 || dim % heads != 0) {
            throw new MalformedCheckpointException("its header describes no model");
        }
        long keys = dim / heads * keyHeads;
        each(input, layers, "attention_norm.weight", dim);
        each(input, layers, "ffn_norm.weight", dim);
        tensor(input, "norm.weight", dim);
        tensor(input, "tok_embeddings.weight", vocabulary, dim);
        each(input, layers, "attention.wq.weight", dim, dim);
        each(input, layers, "attention.wk.weight", keys, dim);
        each(input, layers, "attention.wv.weight", keys, dim);
        each(input, layers, "attention.wo.weight", dim, dim);
        each(input, layers, "feed_forward.w1.weight", hidden, dim);
        each(input, layers, "feed_forward.w2.weight", dim, hidden);
        each(input, layers, "feed_forward.w3.weight", hidden, dim);
        if (!shared) {
            tensor(input, "output.weight", vocabulary, dim);
        }
        if (input.readFrameByte() >= 0) {
            throw new MalformedCheckpointException("bytes follow after its last tensor");
        }
    }

    /** Reads a number that the file may not lie about: two of them multiplied still fit 63 bits. */
    private static long count(ByteBuffer header) throws MalformedCheckpointException {
        int count = header.getInt();
        if (count <= 0 || count > 1 << 28) {
            throw new MalformedCheckpointException("its header describes no model");
        }
        return count;
    }

    private static void each(CheckpointInput input, long layers, String name, long... shape)
            throws IOException, MalformedCheckpointException {
        for (long layer = 0; layer < layers; layer++) {
            tensor(input, "layers." + layer + "." + name, shape);
        }
    }

    private static void tensor(CheckpointInput input, String name, long... extents)
            throws IOException, MalformedCheckpointException {
        Shape shape = Shape.of(extents);
        long bytes = 4 * shape.elements().orElseThrow();
        input.parameter(new LocatedParameter(new ParameterName(name), F32, shape, bytes));
    }
}
