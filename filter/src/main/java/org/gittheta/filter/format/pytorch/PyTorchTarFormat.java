// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.channel.ChannelBytes;

/**
 * Locates the tensors in what {@code torch.save} wrote in its first versions, which PyTorch reads still.
 *
 * <p>The file is a tar archive of {@code sys_info}, {@code pickle}, {@code tensors} and {@code storages}. The {@code pickle} is the
 * object; it only names tensors, by persistent ids. The other two are pickles with bytes between them, all numbers little-endian:
 *
 * <ul>
 *   <li>{@code storages}: the number of storages; for each a tuple of its key, its device and its class, the number of its
 *       elements in 64 bits, and the elements; a list of tuples of a key, the key of the storage that it is a part of, an
 *       offset and a number of elements.
 *   <li>{@code tensors}: the number of tensors; for each a tuple of its key, that of its storage and its class, the number of
 *       its dimensions in 32 bits, 32 bits of nothing, its extents, its strides and its offset in 64 bits each.
 * </ul>
 *
 * <p>The keys are addresses in memory, which differ from run to run; they stay in the frame.
 */
public final class PyTorchTarFormat implements SeekableFormat, DescribedFormat {
    private static final Set<String> FIRST = Set.of("sys_info", "pickle", "tensors", "storages");

    /** Makes the format. */
    public PyTorchTarFormat() {}

    @Override
    public String name() {
        return "pytorch-tar";
    }

    @Override
    public String reads() {
        return "torch.save of the first versions of PyTorch, tar archives (.pt, .pth)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        ByteBuffer start = prefix.slice();
        Optional<TarEntry.Header> header = TarEntry.header(start, 0);
        if (header.isPresent() && header.get().type() == 'x' && header.get().size() < start.limit()) {
            header = TarEntry.header(
                    start, TarEntry.BLOCK_BYTES + (int) header.get().padded());
        }
        return header.filter(first -> first.isFile() && FIRST.contains(first.name()))
                        .isPresent()
                ? Access.SEEKABLE
                : Access.NONE;
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        return new TarArchive(new ChannelBytes(file)).locate();
    }

    @Override
    public Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        Facts facts = new Facts();
        PickleFacts.add(new TarArchive(new ChannelBytes(file)).object().root(), "", facts);
        return facts.map();
    }
}
