// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.gittheta.storage.repository.Git;

/**
 * Keeps git-annex from taking checkpoints: it writes {@code * filter=annex} into {@code info/attributes}, which beats every
 * {@code .gitattributes}. A later line there takes its patterns back.
 *
 * @param file {@code info/attributes}
 */
public record AnnexAttributes(Path file) {
    /** Tells whether the repository is one of git-annex. */
    public static boolean isNeeded(Git git) throws IOException {
        return git.attempt(new byte[0], "config", "--get", "annex.uuid").exitCode() == 0;
    }

    /**
     * Returns the line for a pattern.
     *
     * @param prefix the folder of the {@code .gitattributes} that has the pattern, ending with {@code /}, or empty
     */
    static String line(String prefix, String pattern) {
        String from = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        boolean isAnywhere = pattern.indexOf('/') < 0;
        String whole = prefix.isEmpty() ? pattern : prefix + (isAnywhere ? "**/" : "") + from;
        String quoted = whole.indexOf(' ') < 0
                ? whole
                : "\"" + whole.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return quoted + " filter=theta annex.largefiles=nothing";
    }

    /** Adds the line for a pattern, if it is not there. */
    public void add(String prefix, String pattern) throws IOException {
        String line = line(prefix, pattern);
        List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        if (!lines.contains(line)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
