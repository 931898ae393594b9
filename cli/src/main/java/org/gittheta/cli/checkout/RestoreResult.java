// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.util.List;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.storage.index.FreshFile;

/**
 * Says what came of writing some checkpoints.
 *
 * @param written the files that are in place
 * @param raw files that git has as they are, without a stub: git can write them
 * @param faults one for each file that could not be written
 */
public record RestoreResult(List<FreshFile> written, List<TrackedFile> raw, List<Fault> faults) {
    /** Copies the lists. */
    public RestoreResult {
        written = List.copyOf(written);
        raw = List.copyOf(raw);
        faults = List.copyOf(faults);
    }

    /** Returns the length of all files written. */
    public long bytes() {
        return written.stream().mapToLong(FreshFile::size).sum();
    }

    /** Throws what kept the first file that could not be written. */
    public void requireNoFault() throws IOException {
        if (!faults.isEmpty()) {
            Exception cause = faults.get(0).cause();
            throw cause instanceof IOException e ? e : new IOException(cause);
        }
    }

    /**
     * Says why one file could not be written.
     *
     * @param path its path from the top of the worktree
     * @param cause what was thrown
     */
    public record Fault(String path, Exception cause) {}
}
