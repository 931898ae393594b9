// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.channel.ChannelInput;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Locates the tensors of GGUF files, versions 2 and 3.
 *
 * <p>The file ({@code docs/gguf.md} of ggml): {@code GGUF}, a version of 32 bits, the number of tensors and of keys of
 * metadata, 64 bits each, the metadata, and for each tensor its name, the number of dimensions, the extents, innermost first,
 * a type and an offset; then, aligned to {@code general.alignment} or 32, the data. Numbers are little-endian, or big-endian
 * if only that makes sense of the version. A tensor of a type that is not known reaches to the next one; where such a
 * tensor is the last, the file is read a second time, with its length known.
 */
public final class GgufFormat implements StreamedFormat, SeekableFormat, DescribedFormat {
    private static final int MAGIC = 0x46554747;
    private static final int MOST_DIMENSIONS = 8;

    /** Makes the format. */
    public GgufFormat() {}

    private record Tensor(String name, GgmlType type, Shape shape, long offset, long size) {}

    @Override
    public String name() {
        return "gguf";
    }

    @Override
    public String reads() {
        return "models of llama.cpp, quantised types too (.gguf)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        ByteBuffer bytes = prefix.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 24 || bytes.getInt(0) != MAGIC) {
            return Access.NONE;
        }
        int version = bytes.getInt(4);
        return isKnown(version) || isKnown(Integer.reverseBytes(version)) ? Access.STREAMED : Access.NONE;
    }

    private static boolean isKnown(int version) {
        return version == 2 || version == 3;
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        locate(input, -1);
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        ChannelInput input = new ChannelInput(new ChannelBytes(file));
        locate(input, file.size());
        return input.layout();
    }

    @Override
    public Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        CheckpointInput input = new ChannelInput(new ChannelBytes(file));
        GgufInput header = header(input);
        header.count();
        return GgufMetadata.facts(header, header.count());
    }

    private static GgufInput header(CheckpointInput input) throws IOException, MalformedCheckpointException {
        ByteBuffer start = ByteBuffer.wrap(input.readFrame(8)).order(ByteOrder.LITTLE_ENDIAN);
        boolean little = isKnown(start.getInt(4));
        if (start.getInt(0) != MAGIC || !(little || isKnown(Integer.reverseBytes(start.getInt(4))))) {
            throw new MalformedCheckpointException("it is of no version of GGUF that is known");
        }
        return new GgufInput(input, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static void locate(CheckpointInput input, long fileSize) throws IOException, MalformedCheckpointException {
        GgufInput header = header(input);
        boolean little = header.order() == ByteOrder.LITTLE_ENDIAN;
        long count = header.count();
        long alignment = GgufMetadata.alignment(header, header.count());
        List<Tensor> tensors = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            tensors.add(tensor(header, little));
        }
        tensors.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::size));
        long data = Math.addExact(input.position(), alignment - 1) / alignment * alignment;
        declare(input, header, data, tensors, fileSize);
    }

    private static Tensor tensor(GgufInput header, boolean little) throws IOException, MalformedCheckpointException {
        String name = header.name();
        int dimensions = header.u32();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new MalformedCheckpointException("a tensor has more dimensions than it may");
        }
        long[] extents = new long[dimensions];
        for (int i = dimensions - 1; i >= 0; i--) {
            extents[i] = header.count();
        }
        GgmlType type = GgmlType.of(header.u32());
        Shape shape = Shape.of(extents);
        long elements = shape.elements().orElse(-1);
        if (elements < 0) {
            throw new MalformedCheckpointException("a tensor has more than 2^63 elements");
        }
        long offset = header.count();
        return new Tensor(name, little ? type : type.bigEndian(), shape, offset, type.size(extents, elements));
    }

    private static void declare(CheckpointInput input, GgufInput header, long data, List<Tensor> tensors, long fileSize)
            throws IOException, MalformedCheckpointException {
        List<ParameterName> names =
                new NameBook().name(tensors.stream().map(Tensor::name).toList());
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            long start = data + tensor.offset();
            if (start < input.position()) {
                throw new MalformedCheckpointException("its tensors overlap");
            }
            header.skip(start - input.position());
            long size = tensor.size();
            if (size < 0) {
                size = i + 1 < tensors.size() ? tensors.get(i + 1).offset() - tensor.offset() : fileSize - start;
            }
            if (size < 0) {
                throw new MalformedCheckpointException("its last tensor is of an unknown type");
            }
            input.parameter(new LocatedParameter(names.get(i), tensor.type().dtype(), tensor.shape(), size));
        }
    }
}
