// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Knows how frames of its format come together when both sides of a merge changed theirs.
 *
 * <p>Optional: frames of other formats are taken from the side that changed them, or conflict. The frames are those that
 * this format's {@code locate} made; they may still be hostile.
 */
public interface MergeableFormat extends CheckpointFormat {
    /**
     * Returns what of a frame says something: bytes that follow from others, or that nobody reads, are blanked. Frames
     * that are the same then count as unchanged.
     *
     * @throws MalformedCheckpointException if the frame is none of this format's
     */
    default Frame significant(Frame frame) throws IOException, MalformedCheckpointException {
        return frame;
    }

    /**
     * Writes the frame of a file that has the given tensors, with what each side changed in the rest.
     *
     * @param base the common frame; nothing if both sides added the file
     * @param tensors what the file is to have, each name once
     * @return the frame, or nothing if both sides changed the same thing differently, or the format cannot tell
     * @throws MalformedCheckpointException if a frame is none of this format's
     */
    default Optional<Frame> merge(Optional<Frame> base, Frame ours, Frame theirs, List<TensorEntry> tensors)
            throws MalformedCheckpointException {
        return Optional.empty();
    }
}
