// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out files in one folder that nobody else uses, and clears away what killed processes left there.
 *
 * <p>Names hold the process id and a count, not a secret: the folder belongs to the repository.
 */
public final class TemporaryFiles {
    private static final Duration STALE = Duration.ofDays(1);

    private final Path folder;
    private final AtomicLong count = new AtomicLong(System.nanoTime());
    private final AtomicBoolean swept = new AtomicBoolean();

    /** Takes the folder, which need not exist yet. */
    public TemporaryFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Creates an empty file; the caller moves or deletes it. */
    public Path create(String kind) throws IOException {
        if (swept.compareAndSet(false, true)) {
            Files.createDirectories(folder);
            sweep();
        }
        while (true) {
            Path file = folder.resolve(kind + "-" + ProcessHandle.current().pid() + "-"
                    + Long.toUnsignedString(count.getAndIncrement(), 36));
            try {
                return Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // Another machine on a shared file system has this process id; the next count is as good.
            } catch (NoSuchFileException e) {
                Files.createDirectories(folder);
            }
        }
    }

    /** Creates an empty folder; the caller deletes it with {@link #deleteTree}. */
    public Path createFolder(String kind) throws IOException {
        Path file = create(kind);
        Path made = file.resolveSibling(file.getFileName() + ".d");
        Files.createDirectory(made);
        Files.delete(file);
        return made;
    }

    /** Deletes a folder and all in it; links are not followed. */
    public static void deleteTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void sweep() throws IOException {
        Instant limit = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        deleteTree(file);
                    }
                } catch (IOException e) {
                    // Its owner was alive after all, or it is not ours to clear away: no reason to fail.
                }
            }
        }
    }
}
