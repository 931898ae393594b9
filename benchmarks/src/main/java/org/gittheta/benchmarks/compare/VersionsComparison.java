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
import org.gittheta.benchmarks.checkpoint.CheckpointWriter;
import org.gittheta.benchmarks.checkpoint.SafetensorsWriter;
import org.gittheta.storage.tensor.DType;

/**
 * Commits many versions of a checkpoint, each trained from the one before, and measures the checkout of the oldest and of the newest
 * one, beside that of the newest one where nothing came before it.
 */
final class VersionsComparison {
    private static final String GROUP = "versions";
    private static final List<Contestant> SIDES = List.of(Contestant.THETA, Contestant.LFS);

    private final Arena arena;
    private final List<Path> versions = new ArrayList<>();
    private final String label;

    /** Generates the versions. */
    VersionsComparison(Arena arena, CheckpointFiles files, DType dtype, long bytes, int count) throws IOException {
        this.arena = arena;
        CheckpointWriter writer = new SafetensorsWriter();
        for (int i = 0; i < count; i++) {
            arena.progress().accept("generating version " + (i + 1) + " of " + count);
            versions.add(files.version(dtype, bytes, writer, i));
        }
        label = count + " versions of " + CheckpointFiles.label(dtype, bytes, writer);
    }

    /** Measures; a command that fails makes its row say so. */
    List<ComparedRow> compare() throws IOException, InterruptedException {
        arena.delete(GROUP);
        Path newest = versions.get(versions.size() - 1);
        List<ComparedRow> rows = new ArrayList<>();
        rows.add(row("git theta checkout of the newest alone", List.of(newest), 0));
        rows.add(row("git theta checkout of the oldest", versions, versions.size() - 1));
        rows.add(row("git theta checkout of the newest", versions, 0));
        arena.delete(GROUP);
        return rows;
    }

    private ComparedRow row(String name, List<Path> committed, int back) throws IOException, InterruptedException {
        Map<Contestant, Series> series = new EnumMap<>(Contestant.class);
        Map<Contestant, ComparedRepository> repositories = new EnumMap<>(Contestant.class);
        for (Contestant side : SIDES) {
            Series its = new Series();
            series.put(side, its);
            CheckpointPair pair = new CheckpointPair(label, committed.get(0), committed.get(0));
            String group = GROUP + "/" + (committed.size() == 1 ? "alone" : "all");
            ComparedRepository repository = arena.repository(side, pair, group);
            repositories.put(side, repository);
            try {
                if (!Files.exists(repository.workingFile())) {
                    commit(repository, committed);
                }
            } catch (CommandFailedException e) {
                its.fail(e.getMessage());
            }
        }
        arena.progress().accept(name + ", " + label);
        Path wanted = committed.get(committed.size() - 1 - back);
        for (int run = 0; run <= arena.runs(); run++) {
            for (Contestant side : SIDES) {
                if (!series.get(side).failed()) {
                    checkout(repositories.get(side), wanted, back, series.get(side), run == 0);
                }
            }
        }
        return new ComparedRow(
                name + ", " + label,
                series.get(Contestant.THETA).outcome(),
                series.get(Contestant.LFS).outcome(),
                Optional.empty());
    }

    private void commit(ComparedRepository repository, List<Path> committed)
            throws IOException, InterruptedException, CommandFailedException {
        repository.restore(ComparedRepository.State.TRACKED);
        for (Path version : committed) {
            arena.progress().accept(repository.contestant().label() + ": adding " + version.getFileName());
            repository.place(version);
            repository.execute(List.of("git", "add", Contestant.workingName(version)), false);
            repository.execute(List.of("git", "commit", "-q", "-m", "Add a version"), false);
        }
    }

    private static void checkout(ComparedRepository repository, Path wanted, int back, Series series, boolean first)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        if (repository.contestant() == Contestant.THETA) {
            command.add("theta");
        }
        command.addAll(List.of("checkout", "HEAD~" + back, "--", Contestant.workingName(wanted)));
        try {
            Files.deleteIfExists(repository.workingFile());
            Arena.settle();
            Sandbox.Execution execution = repository.execute(command, first);
            if (first) {
                series.setMemory(execution.memory());
                if (Files.mismatch(wanted, repository.workingFile()) >= 0) {
                    series.fail("the file that was checked out is not the one that was added");
                }
            } else {
                series.addTime(execution.seconds());
                execution.processor().ifPresent(series::addProcessor);
            }
        } catch (CommandFailedException e) {
            series.fail(e.getMessage());
        }
    }
}
