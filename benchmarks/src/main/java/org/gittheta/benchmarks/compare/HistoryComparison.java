// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds and commits a folder's checkpoints in the order of their names, each as the next version of one file, and measures
 * each add and what it stored.
 *
 * <p>The whole history is repeated; as in {@link CommandComparison}, the first time is not timed.
 */
public final class HistoryComparison {
    private static final List<Contestant> SIDES = List.of(Contestant.THETA, Contestant.LFS);
    private static final String GROUP = "history";

    private final Arena arena;
    private final List<Path> steps;

    private HistoryComparison(Arena arena, List<Path> steps) {
        this.arena = arena;
        this.steps = steps;
    }

    /**
     * Returns a comparison of the files of a folder, hidden ones left out.
     *
     * @throws CommandFailedException if there are none, or their names end differently
     */
    public static HistoryComparison of(Arena arena, Path folder) throws IOException, CommandFailedException {
        List<Path> steps;
        try (Stream<Path> files = Files.list(folder)) {
            steps = files.filter(
                            file -> Files.isRegularFile(file) && !name(file).startsWith("."))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
        long endings = steps.stream().map(Contestant::workingName).distinct().count();
        if (endings != 1) {
            throw new CommandFailedException(
                    folder + " must hold the versions of one checkpoint: files whose names end alike");
        }
        return new HistoryComparison(arena, steps);
    }

    /**
     * Measures all steps; the last row is their sum.
     *
     * @throws IOException if files cannot be prepared; a command that fails makes its row say so
     */
    public List<ComparedRow> compare() throws IOException, InterruptedException {
        arena.delete(GROUP);
        CheckpointPair pair = new CheckpointPair("history", steps.get(0), steps.get(0));
        List<HistorySide> sides = new ArrayList<>();
        for (Contestant contestant : SIDES) {
            sides.add(new HistorySide(arena.repository(contestant, pair, GROUP), steps.size()));
        }
        for (int run = 0; run <= arena.runs(); run++) {
            arena.progress().accept("history of " + steps.size() + " steps, run " + run);
            for (HistorySide side : sides) {
                side.begin();
            }
            for (int step = 0; step < steps.size(); step++) {
                for (HistorySide side : sides) {
                    side.add(step, steps.get(step), run == 0);
                }
            }
            for (HistorySide side : sides) {
                side.end(run == 0);
            }
        }
        arena.delete(GROUP);
        List<ComparedRow> rows = new ArrayList<>();
        for (int step = 0; step <= steps.size(); step++) {
            String label = step < steps.size() ? "git add, step " + name(steps.get(step)) : "git add, all steps";
            rows.add(new ComparedRow(
                    label, sides.get(0).outcome(step), sides.get(1).outcome(step), Optional.empty()));
        }
        return rows;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
