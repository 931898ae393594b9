// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Keeps {@code core.worktree} of submodules where it belongs to one worktree only.
 *
 * <p>git writes it into the configuration that all worktrees of a submodule share. In a second worktree it names the wrong
 * folder, and {@code git submodule update} there would make it name the second for the first.
 */
final class SharedWorkTree {
    private static final String KEY = "core.worktree";

    private SharedWorkTree() {}

    /**
     * Moves the setting to the configuration of the worktree that it is about.
     *
     * @param git git, in the submodule that it names
     */
    static void cure(Git git, Path folder) throws IOException {
        Path common =
                folder.resolve(git.run("rev-parse", "--git-common-dir").line()).normalize();
        String shared = common.resolve("config").toString();
        Git.Output value = git.attempt(new byte[0], "config", "--file", shared, "--get", KEY);
        boolean isOn = git.attempt(
                        new byte[0], "config", "--file", shared, "--type=bool", "--get", "extensions.worktreeConfig")
                .line()
                .equals("true");
        // First the copy, then the switch, then the original: git finds it at every moment. Where there is none, as in
        // a
        // submodule with a .git folder of its own, git would write the one of the next worktree that is updated.
        String own = common.resolve("config.worktree").toString();
        boolean isNamed =
                git.attempt(new byte[0], "config", "--file", own, "--get", KEY).exitCode() == 0;
        if (!isNamed && value.exitCode() == 0) {
            git.run("config", "--file", own, KEY, value.line());
        } else if (!isNamed && common.endsWith(".git")) {
            git.run("config", "--file", own, KEY, "..");
        }
        if (!isOn) {
            git.run("config", "--file", shared, "extensions.worktreeConfig", "true");
        }
        if (value.exitCode() == 0) {
            git.run("config", "--file", shared, "--unset-all", KEY);
        }
    }

    /** Names the folder of a new worktree in its own configuration, so that git does not write it into the shared one. */
    static void name(Git git, Path folder) throws IOException {
        Optional<String> set = Optional.of(git.attempt(new byte[0], "config", "--worktree", "--get", KEY))
                .filter(output -> output.exitCode() == 0)
                .map(Git.Output::line);
        if (set.isEmpty()) {
            git.run("config", "--worktree", KEY, folder.toString());
        }
    }
}
