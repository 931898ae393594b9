// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.gittheta.benchmarks.checkpoint.CheckpointWriter;
import org.gittheta.benchmarks.checkpoint.SafetensorsWriter;
import org.gittheta.benchmarks.checkpoint.TorchZipWriter;
import org.gittheta.storage.tensor.DType;

/**
 * Says which rows a comparison has.
 *
 * @param size bytes of the large checkpoint, which is BF16 and comes in two formats
 * @param small bytes of the small checkpoint, which is FP32
 * @param moved bytes of the BF16 checkpoint that is pushed and cloned
 * @param movedParameters how many parameters that has
 * @param large bytes of the checkpoint that is added once to see the filter's memory
 * @param versions how many versions of the small checkpoint are committed to check out the oldest and the newest; 0 for none
 * @param history a folder of checkpoints, versions of one
 * @param wanted picks rows by their names
 */
public record Plan(
        long size,
        long small,
        long moved,
        int movedParameters,
        OptionalLong large,
        int versions,
        Optional<Path> history,
        Predicate<String> wanted) {
    private static final DType BF16 = new DType("BF16");
    private static final DType F32 = new DType("F32");

    /**
     * Generates the checkpoints, measures all rows, and deletes the repositories.
     *
     * @throws IOException if files cannot be prepared
     * @throws CommandFailedException if the history's folder holds no history
     */
    public List<ComparedRow> run(Arena arena, Path checkpoints)
            throws IOException, InterruptedException, CommandFailedException {
        // Looked at first: a wrong folder should not be found out after ten minutes.
        Optional<HistoryComparison> steps = Optional.empty();
        if (history.isPresent()) {
            steps = Optional.of(HistoryComparison.of(arena, history.get()));
        }
        CheckpointFiles files = new CheckpointFiles(checkpoints);
        List<ComparedRow> rows = new ArrayList<>();
        rows.addAll(group(arena, files, BF16, size, new SafetensorsWriter()));
        rows.addAll(group(arena, files, BF16, size, new TorchZipWriter()));
        rows.addAll(group(arena, files, F32, small, new SafetensorsWriter()));
        rows.addAll(tuned(arena, files));
        rows.addAll(transfers(arena, files));
        if (large.isPresent() && wanted.test(ComparedCommand.ADD.row(label(large.getAsLong())))) {
            arena.progress().accept("generating " + label(large.getAsLong()));
            CheckpointPair pair = files.single(BF16, large.getAsLong(), new SafetensorsWriter());
            rows.addAll(CommandComparison.once(arena).compare(pair, List.of(ComparedCommand.ADD), "large"));
        }
        if (versions > 0) {
            rows.addAll(new VersionsComparison(arena, files, F32, small, versions).compare());
        }
        if (steps.isPresent()) {
            rows.addAll(steps.get().compare());
        }
        return rows;
    }

    private List<ComparedRow> tuned(Arena arena, CheckpointFiles files) throws IOException, InterruptedException {
        CheckpointWriter writer = new SafetensorsWriter();
        List<ComparedCommand> commands = Arrays.stream(ComparedCommand.values())
                .filter(command -> command.tunes() && wanted.test(command.row(label(size))))
                .toList();
        if (commands.isEmpty()) {
            return List.of();
        }
        arena.progress().accept("generating " + label(size) + " twice");
        return CommandComparison.repeated(arena).compare(files.tuned(BF16, size, writer), commands, "tuned");
    }

    private List<ComparedRow> transfers(Arena arena, CheckpointFiles files) throws IOException, InterruptedException {
        CheckpointWriter writer = new SafetensorsWriter();
        String label = CheckpointFiles.label(BF16, moved, movedParameters, writer);
        List<ComparedCommand> commands = Arrays.stream(ComparedCommand.values())
                .filter(command -> command.transfers() && wanted.test(command.row(label)))
                .toList();
        if (commands.isEmpty()) {
            return List.of();
        }
        arena.progress().accept("generating " + label);
        CheckpointPair pair = files.many(BF16, moved, movedParameters, writer);
        return CommandComparison.repeated(arena).compare(pair, commands, "transfers");
    }

    private static String label(long bytes) {
        return CheckpointFiles.label(BF16, bytes, new SafetensorsWriter());
    }

    private List<ComparedRow> group(
            Arena arena, CheckpointFiles files, DType dtype, long bytes, CheckpointWriter writer)
            throws IOException, InterruptedException {
        String label = CheckpointFiles.label(dtype, bytes, writer);
        List<ComparedCommand> commands = Arrays.stream(ComparedCommand.values())
                .filter(command -> !command.transfers() && !command.tunes() && wanted.test(command.row(label)))
                .toList();
        if (commands.isEmpty()) {
            return List.of();
        }
        arena.progress().accept("generating " + label);
        String group = dtype + "-" + bytes + "-" + writer.extension();
        return CommandComparison.repeated(arena).compare(files.pair(dtype, bytes, writer), commands, group);
    }
}
