// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program that a command in git's configuration would start. */
public final class InstalledCommand {
    private InstalledCommand() {}

    /**
     * Returns the launcher that one of our commands starts, or nothing if there is no such file.
     *
     * @param value the command, one that {@link ThetaSettings#isOurs} accepts
     * @param path the PATH to look in
     */
    public static Optional<Path> launcher(String value, String path) throws IOException {
        String word = firstWord(value);
        if (word.contains("/")) {
            Path program = Path.of(word);
            return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
        }
        return onPath(word, path);
    }

    /** Returns the first program of a name on the PATH. */
    public static Optional<Path> onPath(String name, String path) {
        for (String folder : path.split(":", -1)) {
            Path candidate = folder.startsWith("/") ? Path.of(folder, name) : null;
            if (candidate != null && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Reads one shell word as {@link LauncherCommand#quoted} writes it. */
    private static String firstWord(String value) {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted && i + 1 < value.length()) {
                word.append(value.charAt(++i));
            } else if (c == ' ' && !quoted) {
                break;
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }
}
