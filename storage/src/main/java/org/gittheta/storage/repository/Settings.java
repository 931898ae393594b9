// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the values of git's configuration that the library depends on.
 *
 * @param lfsStorage the value of {@code lfs.storage}
 * @param largestObject the value of {@code theta.maxObjectSize} in bytes
 * @param pluginPath the value of {@code theta.pluginPath}: a jar, or a folder of jars, with more formats
 */
public record Settings(Optional<String> lfsStorage, long largestObject, Optional<Path> pluginPath) {
    /** The largest object unless told otherwise: hosts take objects of up to 2 GiB. */
    public static final long LARGEST_OBJECT = 1L << 30;

    /** The smallest that the largest object may be: a small parameter fits into one. */
    private static final long SMALLEST_OBJECT = 1L << 20;

    /**
     * Asks git once for all values.
     *
     * @throws IOException if git cannot be run or a value is no size
     */
    public static Settings read(Git git) throws IOException {
        Git.Output output = git.attempt(
                new byte[0],
                "config",
                "--null",
                "--get-regexp",
                "^(lfs\\.storage|theta\\.(maxobjectsize|pluginpath))$");
        if (output.exitCode() > 1) {
            throw new GitException(List.of("config"), output.exitCode(), output.errors());
        }
        Map<String, String> values = new HashMap<>();
        for (String entry : output.parts()) {
            int end = entry.indexOf('\n');
            if (end > 0) {
                values.put(entry.substring(0, end).toLowerCase(Locale.ROOT), entry.substring(end + 1));
            }
        }
        String size = values.get("theta.maxobjectsize");
        return new Settings(
                Optional.ofNullable(values.get("lfs.storage")),
                size == null ? LARGEST_OBJECT : size(size),
                values.containsKey("theta.pluginpath") ? Optional.of(pluginPath(git)) : Optional.empty());
    }

    /** Asks git for the path itself, since only git knows what {@code ~} stands for. */
    private static Path pluginPath(Git git) throws IOException {
        String text =
                git.run("config", "--type=path", "--get", "theta.pluginPath").line();
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below, with the text itself.
        }
        throw new IOException("theta.pluginPath is \"" + text + "\"; it takes an absolute path");
    }

    /** Parses a number as git's {@code --type=int} does: with an optional k, m or g. */
    private static long size(String text) throws IOException {
        String digits = text.strip().toLowerCase(Locale.ROOT);
        int shift = 0;
        if (!digits.isEmpty()) {
            shift = switch (digits.charAt(digits.length() - 1)) {
                case 'k' -> 10;
                case 'm' -> 20;
                case 'g' -> 30;
                default -> 0;
            };
        }
        try {
            long size = Long.parseLong(digits, 0, digits.length() - (shift > 0 ? 1 : 0), 10);
            if (size < 0 || size > Long.MAX_VALUE >> shift || size << shift < SMALLEST_OBJECT) {
                throw new NumberFormatException("out of range");
            }
            return size << shift;
        } catch (NumberFormatException e) {
            throw new IOException("theta.maxObjectSize is \"" + text + "\"; it takes a size of at least 1m", e);
        }
    }
}
