// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.FrameSeals;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SealedFormat;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.zip.FirstEntry;
import org.gittheta.filter.format.zip.ZipSeals;
import org.gittheta.filter.frame.Frame;

/**
 * Locates the tensors in the zip files of {@code torch.save} and TorchScript.
 *
 * <p>All records lie in one folder, whose name is any. {@code data.pkl} is the object; {@code data/KEY} is the storage
 * that it calls KEY, {@code constants/KEY} the one that {@code constants.pkl} does; these are stored, not deflated. {@code
 * torch.save} writes {@code data.pkl} first, so its files are read as a stream; TorchScript writes it after the
 * storages, so its files, and those that were packed again, are not. Elements are little-endian unless the record {@code
 * byteorder} says otherwise.
 *
 * <p>The CRC-32 of a storage that is one parameter is a checksum of the layout, both after the record and in the
 * directory. A record of more than 1 MiB that is no storage of the object is kept as a storage named {@code record:NAME}
 * when its size is known before it is read, so that the frame stays small.
 *
 * <p>A {@code .distcp} file of a distributed checkpoint is such archives one after the other, each of one tensor, which has
 * no name in it: they are called {@code tensor}, {@code tensor#2} and so on.
 */
public final class PyTorchZipFormat implements StreamedFormat, SeekableFormat, SealedFormat, DescribedFormat {
    private static final Pattern OBJECT_FIRST = Pattern.compile("[^/]+/data\\.pkl");

    private static final Pattern MAYBE = Pattern.compile("[^/]+/(|data\\.pkl|constants\\.pkl|version|byteorder"
            + "|\\.format_version|\\.storage_alignment|(\\.data|data|constants|code|extra)/.*)");

    /** Makes the format. */
    public PyTorchZipFormat() {}

    @Override
    public String name() {
        return "pytorch-zip";
    }

    @Override
    public String reads() {
        return "torch.save, TorchScript and distributed checkpoints of PyTorch (.pt, .pth, .bin, .ckpt, .distcp)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        return FirstEntry.of(prefix).map(PyTorchZipFormat::access).orElse(Access.NONE);
    }

    private static Access access(FirstEntry entry) {
        if (entry.isStored() && OBJECT_FIRST.matcher(entry.name()).matches()) {
            return Access.STREAMED;
        }
        return MAYBE.matcher(entry.name()).matches() ? Access.SEEKABLE : Access.NONE;
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        StreamedArchive.locateAll(input);
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        return SeekableArchive.locate(file);
    }

    @Override
    public List<Seal> seals(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        return ZipSeals.of(file);
    }

    @Override
    public Frame significant(Frame frame) throws IOException, MalformedCheckpointException {
        return SerializationId.blank(new FrameSeals(this, frame).blank());
    }

    @Override
    public Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        return SeekableArchive.describe(file);
    }
}
