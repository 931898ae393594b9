// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Reads settings of commands: {@code theta.worktree.branchPrefix} from git's configuration, unless the variable {@code
 * GIT_THETA_WORKTREE_BRANCH_PREFIX} is set. An empty variable is an empty value.
 *
 * @param git git, in the repository
 * @param environment the variables of the process
 */
public record CommandSettings(Git git, Map<String, String> environment) {
    /** Reads those of the repository that a command runs in. */
    public static CommandSettings of(CommandContext context) {
        return new CommandSettings(context.git(), context.environment());
    }

    /** Returns the value of a setting, if it is set. */
    public Optional<String> text(String key) throws IOException {
        String variable = environment.get(variable(key));
        if (variable != null) {
            return Optional.of(variable);
        }
        Git.Output output = git.attempt(new byte[0], "config", "--get", key);
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    /** Returns the value of a setting, or what it is when nobody set it. */
    public String text(String key, String otherwise) throws IOException {
        return text(key).orElse(otherwise);
    }

    /**
     * Returns all values of a setting, if it is set; in the variable they stand with colons between.
     *
     * @return nothing if it is not set; an empty list if it is set to nothing
     */
    public Optional<List<String>> list(String key) throws IOException {
        String variable = environment.get(variable(key));
        if (variable != null) {
            return Optional.of(filled(Arrays.asList(variable.split(":", -1))));
        }
        Git.Output output = git.attempt(new byte[0], "config", "--null", "--get-all", key);
        return output.exitCode() == 0 ? Optional.of(filled(output.parts())) : Optional.empty();
    }

    /** Returns a setting that is on or off, as git reads such. */
    public boolean flag(String key) throws IOException {
        String value = text(key, "false").strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0", "" -> false;
            default ->
                throw new CommandException(ExitCode.ENVIRONMENT, key + " is \"" + value + "\"; it takes true or false");
        };
    }

    private static List<String> filled(List<String> values) {
        return values.stream().filter(value -> !value.isBlank()).toList();
    }

    /** Returns the variable that overrides a setting: dots and the humps of its name become underscores. */
    public static String variable(String key) {
        StringBuilder name = new StringBuilder("GIT");
        for (String part : key.split("\\.", -1)) {
            name.append('_');
            part.chars().forEach(c -> {
                if (Character.isUpperCase(c)) {
                    name.append('_');
                }
                name.append(Character.toUpperCase((char) c));
            });
        }
        return name.toString();
    }
}
