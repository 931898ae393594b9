// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Runs one contestant's side of a history and keeps a series for each step and one for their sum. */
final class HistorySide {
    private final ComparedRepository repository;
    private final List<Series> series;
    private double seconds;
    private long stored;

    HistorySide(ComparedRepository repository, int steps) {
        this.repository = repository;
        this.series =
                IntStream.rangeClosed(0, steps).mapToObj(step -> new Series()).toList();
    }

    /** Starts over with an empty history. */
    void begin() throws IOException, InterruptedException {
        seconds = 0;
        stored = 0;
        try {
            repository.restore(ComparedRepository.State.TRACKED);
        } catch (CommandFailedException e) {
            series.forEach(its -> its.fail(e.getMessage()));
        }
    }

    /** Adds and commits the next version; after a failure, nothing more is tried. */
    void add(int step, Path version, boolean first) throws IOException, InterruptedException {
        if (total().failed()) {
            series.get(step).fail("an earlier step failed");
            return;
        }
        try {
            repository.place(version);
            long before = repository.storedBytes();
            Arena.settle();
            List<String> command = List.of("git", "add", Contestant.workingName(version));
            Sandbox.Execution execution = repository.execute(command, first);
            long grown = repository.storedBytes() - before;
            if (first) {
                series.get(step).setMemory(execution.memory());
            } else {
                series.get(step).addTime(execution.seconds());
            }
            series.get(step).setStored(grown);
            seconds += execution.seconds();
            stored += grown;
            // Two equal versions in a row are allowed.
            repository.execute(List.of("git", "commit", "-q", "--allow-empty", "-m", "Add a version"), false);
        } catch (CommandFailedException e) {
            series.get(step).fail(e.getMessage());
            total().fail(e.getMessage());
        }
    }

    /** Ends one pass over the history. */
    void end(boolean first) {
        if (!first) {
            total().addTime(seconds);
        }
        total().setStored(stored);
    }

    Outcome outcome(int step) {
        return series.get(step).outcome();
    }

    private Series total() {
        return series.get(series.size() - 1);
    }
}
