// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.gittheta.benchmarks.checkpoint.CheckpointWriter;
import org.gittheta.benchmarks.checkpoint.SyntheticCheckpoint;
import org.gittheta.storage.tensor.DType;

/** Generates the checkpoints that commands are measured on, or finds those that an earlier run kept. */
final class CheckpointFiles {
    private static final long SEED = 20260101;

    private final Path folder;

    CheckpointFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Returns two versions that differ in one parameter. */
    CheckpointPair pair(DType dtype, long bytes, CheckpointWriter writer) throws IOException {
        SyntheticCheckpoint first = SyntheticCheckpoint.of(dtype, bytes, SEED);
        String stem = dtype.name().toLowerCase(Locale.ROOT) + "-" + bytes;
        Path second = file(stem + "-next", first.withOneChanged(), writer);
        return new CheckpointPair(label(dtype, bytes, writer), file(stem, first, writer), second);
    }

    /** Returns two versions that differ in every parameter. */
    CheckpointPair tuned(DType dtype, long bytes, CheckpointWriter writer) throws IOException {
        return new CheckpointPair(
                label(dtype, bytes, writer), version(dtype, bytes, writer, 0), version(dtype, bytes, writer, 1));
    }

    /** Returns the version after so many steps, each of which changed every parameter. */
    Path version(DType dtype, long bytes, CheckpointWriter writer, int steps) throws IOException {
        String stem = dtype.name().toLowerCase(Locale.ROOT) + "-" + bytes + (steps == 0 ? "" : "-tuned-" + steps);
        return file(stem, SyntheticCheckpoint.of(dtype, bytes, SEED).tuned(steps), writer);
    }

    /** Returns one version, for rows that need no second. */
    CheckpointPair single(DType dtype, long bytes, CheckpointWriter writer) throws IOException {
        String stem = dtype.name().toLowerCase(Locale.ROOT) + "-" + bytes;
        Path file = file(stem, SyntheticCheckpoint.of(dtype, bytes, SEED), writer);
        return new CheckpointPair(label(dtype, bytes, writer), file, file);
    }

    /** Returns one version of parameters of one size. */
    CheckpointPair many(DType dtype, long bytes, int parameters, CheckpointWriter writer) throws IOException {
        String stem = dtype.name().toLowerCase(Locale.ROOT) + "-" + bytes + "-of-" + parameters;
        Path file = file(stem, SyntheticCheckpoint.ofEqual(dtype, bytes, parameters, SEED), writer);
        return new CheckpointPair(label(dtype, bytes, parameters, writer), file, file);
    }

    static String label(DType dtype, long bytes, int parameters, CheckpointWriter writer) {
        return label(dtype, bytes, writer) + " of " + parameters + " parameters";
    }

    static String label(DType dtype, long bytes, CheckpointWriter writer) {
        return ByteSize.format(bytes) + " " + dtype + " ." + writer.extension();
    }

    private Path file(String stem, SyntheticCheckpoint checkpoint, CheckpointWriter writer) throws IOException {
        Path file = folder.resolve(stem + "." + writer.extension());
        if (!Files.exists(file)) {
            Path part = folder.resolve(file.getFileName() + ".part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                writer.write(checkpoint, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file.toAbsolutePath();
    }
}
