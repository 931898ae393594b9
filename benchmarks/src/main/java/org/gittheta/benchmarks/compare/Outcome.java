// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds what one contestant needed for one row.
 *
 * @param time the times, unless it failed
 * @param processor the processor time of all processes, where the system says it
 * @param memory the memory, where it can be sampled
 * @param stored the bytes by which {@code .git} grew, for commands that store
 * @param failure why there are no times
 */
public record Outcome(
        Optional<Statistics> time,
        Optional<Statistics> processor,
        Optional<PeakMemory> memory,
        OptionalLong stored,
        Optional<String> failure) {
    static Outcome failed(String reason) {
        return new Outcome(
                Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.of(reason));
    }
}
