// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides how git is told to start this git theta. */
final class LauncherCommand {
    private static final String NAME = "git-theta";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.,:+=@%-]+");

    private LauncherCommand() {}

    /**
     * Returns the shell words that start the launcher: its name if the PATH leads to this very installation, otherwise
     * its quoted path.
     */
    static String of(Path launcher, String path) throws IOException {
        Optional<Path> found = InstalledCommand.onPath(NAME, path);
        boolean same = found.isPresent() && found.get().toRealPath().equals(launcher.toRealPath());
        return same ? NAME : quoted(launcher.toString());
    }

    /** Quotes one word for the shell that git gives it to. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
