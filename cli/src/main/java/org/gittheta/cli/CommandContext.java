// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;

/**
 * Holds what a command may know of the world outside: commands reach nothing of it in any other way.
 *
 * @param directory the working directory
 * @param environment the variables of the process
 * @param in standard input
 * @param out standard output, for results
 * @param err standard error, for warnings, errors and progress
 * @param git git, run in the working directory with the environment
 * @param terminal which of the streams a person sees
 * @param installation where git theta is installed
 */
public record CommandContext(
        Path directory,
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Git git,
        Terminal terminal,
        Installation installation) {

    /** Keeps its own copy of the environment. */
    public CommandContext {
        environment = Map.copyOf(environment);
    }

    /**
     * Returns the directories of the repository that the command runs in.
     *
     * @throws CommandException outside a repository
     */
    public RepositoryLayout repository() throws IOException {
        return findRepository()
                .orElseThrow(() -> new CommandException(
                        ExitCode.ENVIRONMENT,
                        "not in a git repository: run this inside one, or make one with 'git init'"));
    }

    /** Returns the directories of the repository that the command runs in, or nothing outside one. */
    public Optional<RepositoryLayout> findRepository() throws IOException {
        return RepositoryLayout.find(directory, environment);
    }

    /** Returns the same world as a command sees it that was started in another worktree or repository. */
    public CommandContext elsewhere(Path other) {
        Git there = git.elsewhere(other);
        return new CommandContext(other, there.environment(), in, out, err, there, terminal, installation);
    }

    /** Returns whether the user asked for stack traces with {@code GIT_THETA_DEBUG=1}. */
    public boolean debug() {
        String value = environment.getOrDefault("GIT_THETA_DEBUG", "");
        return !value.isEmpty() && !value.equals("0");
    }
}
