// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.MergeableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Locates the tensors of a safetensors file.
 *
 * <p>The file (format description in the safetensors README, "Format"): an unsigned 64-bit little-endian N, at most
 * 100,000,000; N bytes of JSON that begin with <code>{</code> and may be padded with spaces; then the tensors' data,
 * little-endian, C order, without holes. The JSON maps each name to {@code dtype}, {@code shape} and {@code
 * data_offsets}, begin and end relative to the data; the name {@code __metadata__} holds text for people.
 */
public final class SafetensorsFormat implements StreamedFormat, MergeableFormat, DescribedFormat {
    private static final long LARGEST_HEADER = 100_000_000;

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public String reads() {
        return "safetensors files (.safetensors)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        if (prefix.remaining() < 9 || prefix.get(8) != '{') {
            return Access.NONE;
        }
        long length = prefix.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return length >= 2 && length <= LARGEST_HEADER ? Access.STREAMED : Access.NONE;
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        long length = ByteBuffer.wrap(input.readFrame(8))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        checkLength(length);
        List<TensorInfo> tensors = SafetensorsHeader.parse(input.readFrame(length));
        for (TensorInfo tensor : tensors) {
            input.parameter(
                    new LocatedParameter(tensor.name(), tensor.dtype(), tensor.shape(), tensor.end() - tensor.begin()));
        }
        if (input.readFrameByte() >= 0) {
            throw new MalformedCheckpointException("bytes follow after the last tensor of its header");
        }
    }

    @Override
    public Optional<Frame> merge(Optional<Frame> base, Frame ours, Frame theirs, List<TensorEntry> tensors)
            throws MalformedCheckpointException {
        return HeaderMerge.merge(base, ours, theirs, tensors);
    }

    @Override
    public Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        ChannelBytes bytes = new ChannelBytes(file);
        long length = bytes.read(0, 8).getLong();
        checkLength(length);
        return SafetensorsHeader.metadata(bytes.read(8, (int) length).array());
    }

    private static void checkLength(long length) throws MalformedCheckpointException {
        if (length < 2 || length > LARGEST_HEADER) {
            throw new MalformedCheckpointException("its header is longer than it may be");
        }
    }
}
