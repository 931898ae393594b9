// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects the runs of one contestant for one row. */
final class Series {
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private Optional<PeakMemory> memory = Optional.empty();
    private OptionalLong stored = OptionalLong.empty();
    private Optional<String> failure = Optional.empty();

    void addTime(double time) {
        seconds.add(time);
    }

    void addProcessor(double time) {
        processor.add(time);
    }

    void setMemory(Optional<PeakMemory> peak) {
        memory = peak;
    }

    void setStored(long bytes) {
        stored = OptionalLong.of(bytes);
    }

    void fail(String reason) {
        failure = Optional.of(reason);
    }

    boolean failed() {
        return failure.isPresent();
    }

    Outcome outcome() {
        return failure.map(Outcome::failed)
                .orElseGet(() -> new Outcome(
                        Optional.of(Statistics.of(seconds)),
                        processor.isEmpty() ? Optional.empty() : Optional.of(Statistics.of(processor)),
                        memory,
                        stored,
                        Optional.empty()));
    }
}
