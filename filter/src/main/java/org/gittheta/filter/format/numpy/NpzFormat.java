// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.FrameSeals;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SealedFormat;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.channel.ChannelInput;
import org.gittheta.filter.format.zip.FirstEntry;
import org.gittheta.filter.format.zip.LocalHeader;
import org.gittheta.filter.format.zip.ZipEntryPlace;
import org.gittheta.filter.format.zip.ZipPlaces;
import org.gittheta.filter.format.zip.ZipRecords;
import org.gittheta.filter.format.zip.ZipSeals;
import org.gittheta.filter.frame.Frame;

/**
 * Locates the arrays of {@code .npz} files: zip files with an entry {@code NAME.npy} for each array.
 *
 * <p>A stored entry is read as {@link NpyFormat} does. A deflated one is kept as it is, as a storage {@code NAME#deflated}:
 * deflating its array again would not give the same bytes on every machine. {@code numpy.savez} writes sizes before
 * the data, so its files are read as a stream; those that were written to a pipe are not. The checksums of a zip
 * file are of header and elements together, and stay in the frame.
 */
public final class NpzFormat implements StreamedFormat, SeekableFormat, SealedFormat {
    /** Makes the format. */
    public NpzFormat() {}

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public String reads() {
        return "archives of NumPy arrays (.npz)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        return FirstEntry.of(prefix)
                .filter(entry -> entry.name().endsWith(".npy"))
                .map(entry -> entry.hasDescriptor() ? Access.SEEKABLE : Access.STREAMED)
                .orElse(Access.NONE);
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        NpzEntries entries = new NpzEntries();
        while (true) {
            byte[] signature = input.readFrame(4);
            int record =
                    ByteBuffer.wrap(signature).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (record == ZipRecords.CENTRAL || record == ZipRecords.END) {
                return;
            }
            if (record != ZipRecords.LOCAL) {
                throw new MalformedCheckpointException("it has something else where a zip record should be");
            }
            byte[] rest = input.readFrame(LocalHeader.FIXED_BYTES - 4);
            byte[] fixed = Arrays.copyOf(signature, LocalHeader.FIXED_BYTES);
            System.arraycopy(rest, 0, fixed, 4, rest.length);
            LocalHeader.Lengths lengths = LocalHeader.lengths(fixed);
            byte[] name = input.readFrame(lengths.name());
            LocalHeader header = LocalHeader.parse(fixed, name, input.readFrame(lengths.extra()));
            if (header.hasDescriptor()) {
                throw new MalformedCheckpointException("an entry of the zip file does not say how long it is");
            }
            entries.locate(input, header.name(), header.method() == ZipRecords.STORED, header.compressedSize());
        }
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        ChannelInput input = new ChannelInput(new ChannelBytes(file));
        NpzEntries entries = new NpzEntries();
        for (ZipEntryPlace entry : ZipPlaces.read(file).entries()) {
            input.position(entry.dataOffset());
            entries.locate(input, entry.name(), entry.isStored(), entry.compressedSize());
        }
        return input.layout();
    }

    @Override
    public List<Seal> seals(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        return ZipSeals.of(file);
    }

    @Override
    public Frame significant(Frame frame) throws IOException, MalformedCheckpointException {
        return new FrameSeals(this, frame).blank();
    }
}
