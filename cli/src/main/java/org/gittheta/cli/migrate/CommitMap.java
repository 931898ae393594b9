// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gittheta.storage.repository.RepositoryLayout;

/**
 * Is the file that says what each commit, and each tag, became in one migration: a line {@code OLD SP NEW LF} for each that
 * changed, parents first, with ids in hexadecimal digits. {@code git notes copy --stdin} reads it, too.
 *
 * @param file the file
 */
record CommitMap(Path file) {
    /** Finds the map of a migration. */
    static CommitMap of(RepositoryLayout layout, String stamp) {
        return new CommitMap(layout.theta().resolve("migrations").resolve(stamp + ".map"));
    }

    /** Writes the map aside, forces it to the disk and puts it in place. */
    void write(Map<String, String> changed) throws IOException {
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter out = Files.newBufferedWriter(aside, StandardCharsets.US_ASCII)) {
            for (Map.Entry<String, String> entry : changed.entrySet()) {
                out.write(entry.getKey() + " " + entry.getValue() + "\n");
            }
        }
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns what some objects became; those that it does not name are left out. */
    Map<String, String> find(Collection<String> old) throws IOException {
        Set<String> wanted = new HashSet<>(old);
        Map<String, String> found = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int space = line.indexOf(' ');
                if (space > 0 && wanted.contains(line.substring(0, space))) {
                    found.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        return found;
    }
}
