// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what the worktrees of a repository have each for itself (gitrepository-layout(5)).
 *
 * @param commonDirectory the directory that all worktrees share
 */
public record Worktrees(Path commonDirectory) {
    /**
     * MERGE_HEAD, FETCH_HEAD, AUTO_MERGE and their like. Without ORIG_HEAD, which stays behind when all is done: the
     * reflog has the same, and whoever empties that wants to be rid of it.
     */
    private static final Pattern PSEUDO_REF = Pattern.compile("(?!ORIG_HEAD)[A-Z][A-Z_]*(HEAD|MERGE)");

    /** What git is in the middle of: the ids of commits are in small files. */
    private static final List<String> OPERATIONS = List.of("rebase-merge", "rebase-apply", "sequencer");

    private static final long LARGEST_NOTE = 1 << 20;

    /** Returns the git directories of the linked worktrees, those whose folder is gone included. */
    public List<Path> linked() throws IOException {
        return list(commonDirectory.resolve("worktrees")).stream()
                .filter(directory -> Files.exists(directory.resolve("HEAD")))
                .toList();
    }

    /**
     * Returns the files in which git notes, for every worktree, objects that no ref need name: what is being merged,
     * picked, rebased, what was fetched last.
     */
    public List<Path> notes() throws IOException {
        List<Path> directories = new ArrayList<>(linked());
        directories.add(commonDirectory);
        List<Path> notes = new ArrayList<>();
        for (Path directory : directories) {
            list(directory).stream()
                    .filter(file ->
                            PSEUDO_REF.matcher(file.getFileName().toString()).matches())
                    .forEach(notes::add);
            for (String operation : OPERATIONS) {
                notes.addAll(list(directory.resolve(operation)));
            }
        }
        notes.removeIf(file -> !Files.isRegularFile(file) || file.toFile().length() > LARGEST_NOTE);
        return notes;
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(files::add);
            }
        }
        return files;
    }
}
