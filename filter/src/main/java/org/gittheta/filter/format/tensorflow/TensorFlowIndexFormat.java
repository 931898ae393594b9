// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SeekableFormat;

/**
 * Knows the {@code .index} file of a TensorFlow checkpoint, which says where in {@code .data-00000-of-00001} and its like
 * each tensor lies. There is no tensor in the index itself, so all of it is frame; a data file, in which
 * nothing says where a tensor begins, is a checkpoint of its own that no format reads. {@link BundleIndex} lists the tensors.
 *
 * <p>The file has no magic at its start; it is recognised by its first record, which has an empty key and says of how many
 * files the checkpoint is.
 */
public final class TensorFlowIndexFormat implements SeekableFormat {
    /** Makes the format. */
    public TensorFlowIndexFormat() {}

    @Override
    public String name() {
        return "tensorflow-index";
    }

    @Override
    public String reads() {
        return "indexes of TensorFlow checkpoints (.index); their data files are kept as they are";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        // Lengths of the shared part of the key, of the rest of it, and of the value; then the value's fields.
        ByteBuffer bytes = prefix.slice();
        if (bytes.remaining() < 16 || bytes.getShort() != 0) {
            return Access.NONE;
        }
        int length = bytes.get();
        if (length < 6 || length > 64 || bytes.remaining() < length) {
            return Access.NONE;
        }
        bytes.limit(bytes.position() + length);
        boolean counts = bytes.get() == 8 && skipVarint(bytes);
        boolean ordered = counts && bytes.get(bytes.position()) == 16;
        if (ordered) {
            bytes.get();
            ordered = skipVarint(bytes);
        }
        boolean versioned = counts
                && bytes.remaining() >= 2
                && bytes.get() == 26
                && bytes.get() == bytes.remaining()
                && bytes.remaining() > 1
                && bytes.get() == 8;
        return versioned ? Access.SEEKABLE : Access.NONE;
    }

    private static boolean skipVarint(ByteBuffer bytes) {
        for (int i = 0; i < 5 && bytes.remaining() > 1; i++) {
            if (bytes.get() >= 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        BundleIndex.read(file);
        return new Layout(List.of(), List.of());
    }
}
