// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.util.List;
import org.gittheta.cli.repository.TrackedFile;

/**
 * Says which checkpoints are to be written.
 *
 * @param write those to write
 * @param kept the paths of those in whose place something is that git theta did not write
 */
public record MaterialisePlan(List<TrackedFile> write, List<String> kept) {
    /** Copies the lists. */
    public MaterialisePlan {
        write = List.copyOf(write);
        kept = List.copyOf(kept);
    }
}
