// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures commands on one checkpoint for every contestant in turn: one run of each, then the next run of each.
 *
 * <p>The first run is not timed. It fills the caches, samples the memory, counts what was stored, and compares the
 * working file that a checkout wrote with the original.
 */
public final class CommandComparison {
    private final Arena arena;
    private final boolean once;

    private CommandComparison(Arena arena, boolean once) {
        this.arena = arena;
        this.once = once;
    }

    /** Returns a comparison that times the arena's number of runs. */
    public static CommandComparison repeated(Arena arena) {
        return new CommandComparison(arena, false);
    }

    /** Returns a comparison of one run each, timed while its memory is sampled, and without a floor. */
    public static CommandComparison once(Arena arena) {
        return new CommandComparison(arena, true);
    }

    /**
     * Measures the commands in the given order.
     *
     * @param group the name of the folder for this checkpoint's repositories, which is deleted in the end
     * @throws IOException if files cannot be prepared; a command that fails makes its row say so
     */
    List<ComparedRow> compare(CheckpointPair pair, List<ComparedCommand> commands, String group)
            throws IOException, InterruptedException {
        arena.delete(group);
        Map<Contestant, ComparedRepository> repositories = new EnumMap<>(Contestant.class);
        for (Contestant contestant : Contestant.values()) {
            if (!once || contestant != Contestant.FLOOR) {
                repositories.put(contestant, arena.repository(contestant, pair, group));
            }
        }
        List<ComparedRow> rows = new ArrayList<>();
        for (ComparedCommand command : commands) {
            rows.add(compare(pair, command, repositories));
        }
        arena.delete(group);
        return rows;
    }

    private ComparedRow compare(
            CheckpointPair pair, ComparedCommand command, Map<Contestant, ComparedRepository> repositories)
            throws IOException, InterruptedException {
        arena.progress().accept(command.row(pair.label()));
        Map<Contestant, Series> series = new EnumMap<>(Contestant.class);
        for (int run = 0; run <= (once ? 0 : arena.runs()); run++) {
            for (ComparedRepository repository : repositories.values()) {
                Contestant contestant = repository.contestant();
                Series its = series.computeIfAbsent(contestant, any -> new Series());
                if (its.failed() || (contestant == Contestant.FLOOR && !command.filters())) {
                    continue;
                }
                try {
                    run(repository, pair, command, its, run == 0);
                } catch (CommandFailedException e) {
                    its.fail(e.getMessage());
                }
            }
        }
        Optional<Outcome> floor = Optional.ofNullable(series.get(Contestant.FLOOR))
                .filter(its -> command.filters())
                .map(Series::outcome);
        return new ComparedRow(
                command.row(pair.label()),
                series.get(Contestant.THETA).outcome(),
                series.get(Contestant.LFS).outcome(),
                floor);
    }

    private void run(
            ComparedRepository repository, CheckpointPair pair, ComparedCommand command, Series series, boolean first)
            throws IOException, InterruptedException, CommandFailedException {
        repository.restore(command.state());
        command.prepare(repository, pair);
        long before = first ? repository.storedBytes() : 0;
        Arena.settle();
        Sandbox.Execution execution = repository.execute(command.command(repository, pair), first);
        if (!first || once) {
            series.addTime(execution.seconds());
            execution.processor().ifPresent(series::addProcessor);
        }
        if (first) {
            series.setMemory(execution.memory());
            if (command.stores()) {
                series.setStored(repository.storedBytes() - before);
            }
            Optional<Path> written = command.written(pair);
            if (written.isPresent() && Files.mismatch(written.get(), command.written(repository)) >= 0) {
                throw new CommandFailedException("the file that was checked out is not the one that was added");
            }
        }
    }
}
