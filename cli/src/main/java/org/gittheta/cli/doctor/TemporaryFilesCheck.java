// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks for what killed processes left in the store's temporary folder. */
final class TemporaryFilesCheck implements Check {
    private static final Duration STALE = Duration.ofDays(1);

    @Override
    public String name() {
        return "temporary";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        if (patient.repository().isEmpty()) {
            return List.of();
        }
        Path folder = patient.lfs(patient.repository().get()).resolve("theta").resolve("tmp");
        if (!Files.isDirectory(folder)) {
            return List.of(Finding.ok(name(), "no stale files"));
        }
        Instant limit = Instant.now().minus(STALE);
        int count = 0;
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        count++;
                        bytes += Files.size(file);
                    }
                } catch (NoSuchFileException e) {
                    // Its owner was alive after all.
                }
            }
        }
        return List.of(
                count == 0
                        ? Finding.ok(name(), "no stale files")
                        : Finding.warning(
                                name(),
                                count + " stale files of " + bytes + " bytes in " + folder,
                                "the next 'git add' of a checkpoint removes them; or: rm '" + folder + "'/*"));
    }
}
