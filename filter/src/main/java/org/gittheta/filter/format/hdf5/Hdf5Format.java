// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.channel.ChannelBytes;

/**
 * Locates the datasets of HDF5 files, such as those of Keras and of {@code h5py}.
 *
 * <p>The file is that of the HDF5 File Format Specification 3.0 (support.hdfgroup.org): a superblock of version 0 to 3 at the
 * file's start, with addresses of 64 bits, little-endian; groups by symbol tables or by link messages; datasets that are
 * contiguous, compact, or in chunks, which a B-tree of version 1 or 2, a fixed or an extensible array finds, that lie in a row, or of
 * which there is one. Groups whose links are in a heap, which files of {@code libver='latest'} have, are refused.
 *
 * <p>A dataset is called as the way to it, without the first slash. A chunk is a parameter {@code NAME#chunk[0,16]}, of the
 * place of its first element; one that went through a filter, such as gzip, is kept as it is, as a storage of that name. Elements
 * that point elsewhere in the file (texts of any length, references) stay in the frame.
 */
public final class Hdf5Format implements SeekableFormat {
    private static final long SIGNATURE = 0x894844460D0A1A0AL;

    /** Makes the format. */
    public Hdf5Format() {}

    @Override
    public String name() {
        return "hdf5";
    }

    @Override
    public String reads() {
        return "HDF5 files, those of Keras too (.h5, .hdf5, .weights.h5)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        boolean signed = prefix.remaining() > 8 && prefix.getLong(prefix.position()) == SIGNATURE;
        return signed && prefix.get(prefix.position() + 8) <= Superblock.LATEST ? Access.SEEKABLE : Access.NONE;
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        List<Extent> extents = new ArrayList<>();
        Hdf5Walk.locate(new ChannelBytes(file), 0, "", new NameBook(), extents);
        return new Layout(extents, List.of());
    }
}
