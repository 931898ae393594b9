// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gittheta.cli.repository.AtomicFile;

/**
 * Remembers which checkpoints git theta wrote into a workspace, so that they may be replaced by those of another commit.
 *
 * <p>A text of {@code OID SIZE NANOSECONDS PATH} with a NUL behind each: blob of the stub, length and date of the file. A
 * file of another length or date was changed since.
 *
 * @param top the top of the workspace
 * @param file where it is kept
 */
record WrittenFiles(Path top, Path file) {
    private static final int WORDS = 4;

    static WrittenFiles of(JjWorkspace workspace) {
        return new WrittenFiles(workspace.top(), workspace.theta().resolve("written"));
    }

    /** Returns the blob that a working file was written for, if it is as it was written. */
    Optional<String> unchanged(String path) throws IOException {
        String[] words = read().getOrDefault(path, "").split(" ", -1);
        Optional<String> now = stamp(path);
        return words.length == WORDS - 1 && now.equals(Optional.of(words[1] + " " + words[2]))
                ? Optional.of(words[0])
                : Optional.empty();
    }

    /**
     * Notes working files.
     *
     * @param files the blob and the {@link #stamp} of each, with a space between, by its path
     */
    void note(Map<String, String> files) throws IOException {
        Map<String, String> known = read();
        known.putAll(files);
        StringBuilder text = new StringBuilder();
        known.forEach(
                (path, words) -> text.append(words).append(' ').append(path).append('\0'));
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> known = new TreeMap<>();
        try {
            for (String line : Files.readString(file).split("\0", -1)) {
                String[] words = line.split(" ", WORDS);
                if (words.length == WORDS) {
                    known.put(words[WORDS - 1], words[0] + " " + words[1] + " " + words[2]);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was written yet.
        }
        return known;
    }

    /** Returns length and date of a working file, if there is one. */
    Optional<String> stamp(String path) throws IOException {
        try {
            BasicFileAttributes now =
                    Files.readAttributes(top.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(stamp(now.size(), now.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static String stamp(long size, FileTime modified) {
        return size + " " + modified.to(TimeUnit.NANOSECONDS);
    }
}
