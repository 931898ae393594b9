// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Locates what is in the entries of one file. */
final class NpzEntries {
    private static final String SUFFIX = ".npy";
    private static final int LEFT_IN_FRAME = 1 << 16;

    private final NameBook book = new NameBook();

    /**
     * Reads the data of an entry.
     *
     * @param input the file, at the data's first byte
     * @param size the number of bytes in the file
     */
    void locate(CheckpointInput input, String entry, boolean stored, long size)
            throws IOException, MalformedCheckpointException {
        boolean isArray = entry.endsWith(SUFFIX);
        String name = isArray ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
        if (isArray && stored) {
            locateArray(input, name, size);
        } else if (isArray) {
            input.parameter(bytes(name + "#deflated", size));
        } else {
            leave(input, "entry:" + name, size);
        }
    }

    private void locateArray(CheckpointInput input, String name, long size)
            throws IOException, MalformedCheckpointException {
        long start = input.position();
        byte[] fixed = read(input, start, size, NpyHeader.FIXED_BYTES);
        byte[] length = read(input, start, size, NpyHeader.lengthBytes(fixed));
        NpyHeader header = NpyHeader.parse(read(input, start, size, NpyHeader.textBytes(length)));
        long left = size - (input.position() - start);
        Optional<LocatedParameter> array = header.located(name);
        if (array.isEmpty()) {
            leave(input, name + "#pickle", left);
        } else if (array.get().size() != left) {
            throw new MalformedCheckpointException("an array is not as long as its header says");
        } else {
            input.parameter(renamed(array.get()));
        }
    }

    private static byte[] read(CheckpointInput input, long start, long size, int length)
            throws IOException, MalformedCheckpointException {
        if (length > size - (input.position() - start)) {
            throw new MalformedCheckpointException("an array is shorter than its header");
        }
        return input.readFrame(length);
    }

    private void leave(CheckpointInput input, String name, long size) throws IOException, MalformedCheckpointException {
        if (size > LEFT_IN_FRAME) {
            input.parameter(bytes(name, size));
        } else {
            input.readFrame(size);
        }
    }

    private LocatedParameter bytes(String name, long size) {
        return new LocatedParameter(book.name(name), DType.U8, Shape.of(size), size, Role.STORAGE, List.of(), false);
    }

    /** Gives an array a name that no other of the file has. */
    private LocatedParameter renamed(LocatedParameter array) {
        List<LocatedView> views = new ArrayList<>();
        for (LocatedView view : array.views()) {
            views.add(new LocatedView(
                    book.name(view.name().text()), view.dtype(), view.shape(), view.offset(), view.strides()));
        }
        return new LocatedParameter(
                book.name(array.name().text()), array.dtype(), array.shape(), array.size(), array.role(), views, false);
    }
}
