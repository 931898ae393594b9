// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.FrameSeals;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.SealedFormat;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.zip.FirstEntry;
import org.gittheta.filter.format.zip.ZipEntryPlace;
import org.gittheta.filter.format.zip.ZipPlaces;
import org.gittheta.filter.format.zip.ZipSeals;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Locates the weights of {@code .keras} files: zip files with {@code metadata.json}, {@code config.json} and HDF5 files.
 *
 * <p>The datasets of {@code model.weights.h5} are called as in that file; those of any other {@code .h5} entry have its name and a
 * slash before them. An entry of more than 64 KiB that is not stored, or is no HDF5 file, is kept as it is, as a storage {@code
 * entry:NAME}. The checksums of a zip file are of whole entries, and stay in the frame.
 */
public final class KerasFormat implements SeekableFormat, SealedFormat {
    private static final Set<String> FIRST = Set.of("metadata.json", "config.json", "model.weights.h5");
    private static final String WEIGHTS = "model.weights.h5";
    private static final int LEFT_IN_FRAME = 1 << 16;

    /** Makes the format. */
    public KerasFormat() {}

    @Override
    public String name() {
        return "keras";
    }

    @Override
    public String reads() {
        return "Keras archives (.keras)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        boolean isKeras = FirstEntry.of(prefix)
                .filter(entry -> FIRST.contains(entry.name()))
                .isPresent();
        return isKeras ? Access.SEEKABLE : Access.NONE;
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        List<Extent> extents = new ArrayList<>();
        NameBook book = new NameBook();
        ChannelBytes bytes = new ChannelBytes(file);
        boolean hasWeights = false;
        for (ZipEntryPlace entry : ZipPlaces.read(file).entries()) {
            String name = entry.name();
            if (name.endsWith(".h5") && entry.isStored()) {
                hasWeights = true;
                ChannelBytes inside = bytes.stretch(entry.dataOffset(), entry.size());
                String prefix = name.equals(WEIGHTS) ? "" : name + "/";
                Hdf5Walk.locate(inside, entry.dataOffset(), prefix, book, extents);
            } else if (entry.compressedSize() > LEFT_IN_FRAME) {
                long size = entry.compressedSize();
                LocatedParameter opaque = new LocatedParameter(
                        book.name("entry:" + name), DType.U8, Shape.of(size), size, Role.STORAGE, List.of(), false);
                extents.add(new Extent(entry.dataOffset(), opaque));
            }
        }
        if (!hasWeights) {
            throw new MalformedCheckpointException("a zip file without weights that are stored");
        }
        return new Layout(extents, List.of());
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
