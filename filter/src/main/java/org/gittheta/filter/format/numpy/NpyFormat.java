// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.StreamedFormat;

/**
 * Locates the array of a {@code .npy} file, and calls it {@code array}.
 *
 * <p>The file (NumPy Enhancement Proposal 1 and {@code numpy.lib.format}): {@code \x93NUMPY}, two bytes of version, the
 * length of the header, little-endian, of 16 bits in version 1 and 32 in versions 2 and 3, the header, a Python dict with
 * {@code descr}, {@code fortran_order} and {@code shape}, and the elements to the end of the file. An array of Python
 * objects is a pickle and stays in the frame.
 */
public final class NpyFormat implements StreamedFormat {
    private static final String NAME = "array";

    /** Makes the format. */
    public NpyFormat() {}

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public String reads() {
        return "arrays of NumPy (.npy)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        byte[] start = new byte[Math.min(prefix.remaining(), NpyHeader.FIXED_BYTES)];
        prefix.duplicate().get(start);
        return NpyHeader.isMagic(start) ? Access.STREAMED : Access.NONE;
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        byte[] fixed = input.readFrame(NpyHeader.FIXED_BYTES);
        byte[] length = input.readFrame(NpyHeader.lengthBytes(fixed));
        byte[] text = input.readFrame(NpyHeader.textBytes(length));
        Optional<LocatedParameter> array = NpyHeader.parse(text).located(NAME);
        if (array.isPresent()) {
            input.parameter(array.get());
            if (input.readFrameByte() >= 0) {
                throw new MalformedCheckpointException("bytes follow after its array");
            }
        }
    }
}
