// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.install.ConfigScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Holds the options that choose one of git's configuration files, {@code --global} when none is given. */
final class ScopeOptions {
    @ArgGroup(exclusive = true)
    private Choice choice;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would change, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    boolean dryRun() {
        return dryRun;
    }

    boolean json() {
        return json;
    }

    /** Returns the chosen file's scope, which must exist where the command runs. */
    ConfigScope scope(CommandContext context) throws IOException {
        ConfigScope scope = choice == null ? ConfigScope.GLOBAL : choice.scope();
        if (scope.ofRepository() && context.findRepository().isEmpty()) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    scope.option() + " needs a git repository and this is none: run it inside one, or use --global");
        }
        return scope;
    }

    /** Holds which option was given. */
    private static final class Choice {
        @Option(names = "--global", description = "For this user, in all repositories (the default).")
        private boolean global;

        @Option(names = "--system", description = "For all users of this machine.")
        private boolean system;

        @Option(names = "--local", description = "For this repository, in all its worktrees.")
        private boolean local;

        @Option(names = "--worktree", description = "For this worktree only; needs extensions.worktreeConfig.")
        private boolean worktree;

        private ConfigScope scope() {
            if (system) {
                return ConfigScope.SYSTEM;
            }
            if (worktree) {
                return ConfigScope.WORKTREE;
            }
            return local && !global ? ConfigScope.LOCAL : ConfigScope.GLOBAL;
        }
    }
}
