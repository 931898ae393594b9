// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.util.List;
import java.util.Optional;

/**
 * Says what to run, and on which code.
 *
 * @param words the command
 * @param snapshot the commit to run; without it, a snapshot of the working tree as it is
 * @param links folders of the original tree that the job writes to; without it, what the settings say
 * @param isLazy whether checkpoints stay stubs
 */
public record JobRequest(List<String> words, Optional<String> snapshot, Optional<List<String>> links, boolean isLazy) {
    /** Copies the lists. */
    public JobRequest {
        words = List.copyOf(words);
        links = links.map(List::copyOf);
    }
}
