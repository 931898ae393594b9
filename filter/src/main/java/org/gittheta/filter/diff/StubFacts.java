// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.util.Map;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.frame.FrameChannel;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.storage.stub.Stub;

/** Reads what a stored checkpoint says beside its parameters, from its frame alone. */
public final class StubFacts {
    private StubFacts() {}

    /**
     * Returns it by key; nothing if its format has nothing of the kind, or is not installed.
     *
     * @param writer reads the frame
     * @throws org.gittheta.storage.object.MissingObjectsException if the frame is not here
     */
    public static Map<String, String> of(Stub stub, CheckpointWriter writer) throws IOException {
        if (Formats.installed().named(stub.frame().format()).orElse(null) instanceof DescribedFormat format) {
            try {
                return format.describe(new FrameChannel(writer.frame(stub)));
            } catch (MalformedCheckpointException e) {
                // It was read once, by a version that knew it better: the numbers of the parameters are there all the
                // same.
                return Map.of();
            }
        }
        return Map.of();
    }
}
