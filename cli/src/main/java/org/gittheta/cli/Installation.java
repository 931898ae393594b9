// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Says where the running git theta is installed, as its launcher told.
 *
 * @param home the folder that holds bin and lib; nothing when no launcher started this process
 * @param archive the class-data archive in use, if any
 * @param java the java program that runs this process
 */
public record Installation(Optional<Path> home, Optional<Path> archive, Path java) {
    /** Returns the launcher, {@code bin/git-theta}. */
    public Optional<Path> launcher() {
        return home.map(folder -> folder.resolve("bin").resolve("git-theta"));
    }
}
