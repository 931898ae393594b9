// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.io.IOException;
import java.util.List;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/** Reads and writes git's settings named theta through {@code git config}, which knows the files and their locks. */
public final class GitConfiguration {
    /** Every setting that makes git run a driver named theta, ours or another's. */
    private static final String THETA = "^(filter|merge|diff)\\.theta\\.";

    private static final int NOTHING_FOUND = 1;

    private final Git git;

    /** Takes the git to ask. */
    public GitConfiguration(Git git) {
        this.git = git;
    }

    /** Returns all values in effect, those that win last. */
    public List<ConfigValue> effective() throws IOException {
        return read("config");
    }

    /** Returns the values of one scope's own file. */
    public List<ConfigValue> in(ConfigScope scope) throws IOException {
        return read("config", scope.option());
    }

    private List<ConfigValue> read(String... command) throws IOException {
        String[] arguments = new String[command.length + 5];
        System.arraycopy(command, 0, arguments, 0, command.length);
        String[] rest = {"-z", "--show-scope", "--show-origin", "--get-regexp", THETA};
        System.arraycopy(rest, 0, arguments, command.length, rest.length);
        Git.Output output = git.attempt(new byte[0], arguments);
        if (output.exitCode() == NOTHING_FOUND) {
            return List.of();
        }
        if (output.exitCode() != 0) {
            throw refused(output);
        }
        return ConfigValue.parse(output.parts());
    }

    /** Gives a key exactly one value in one scope. */
    void set(ConfigScope scope, String key, String value) throws IOException {
        run("config", scope.option(), "--replace-all", key, value);
    }

    /** Adds a value to a key in one scope. */
    void add(ConfigScope scope, String key, String value) throws IOException {
        run("config", scope.option(), "--add", key, value);
    }

    /** Removes every value of a key from one scope. */
    void unset(ConfigScope scope, String key) throws IOException {
        run("config", scope.option(), "--unset-all", key);
    }

    private void run(String... arguments) throws IOException {
        Git.Output output = git.attempt(new byte[0], arguments);
        if (output.exitCode() != 0) {
            throw refused(output);
        }
    }

    private static CommandException refused(Git.Output output) {
        String said = output.errors().strip();
        if (said.contains("worktreeConfig")) {
            return new CommandException(
                    ExitCode.ENVIRONMENT,
                    "this repository has several worktrees and one configuration for all:"
                            + " run 'git config extensions.worktreeConfig true' first, or use --local");
        }
        boolean file = said.contains("Permission denied") || said.contains("No space left") || said.contains("lock");
        return new CommandException(file ? ExitCode.INPUT_OUTPUT : ExitCode.ENVIRONMENT, "git config: " + said);
    }
}
