// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.GitConfiguration;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;

/**
 * Holds what the checks look at.
 *
 * @param context the world of the command
 * @param repository the repository, if the command runs in one
 * @param settings the settings named theta in effect, by their key: of several values the one that wins
 */
record Patient(CommandContext context, Optional<RepositoryLayout> repository, Map<String, ConfigValue> settings) {
    static Patient of(CommandContext context) throws IOException {
        Map<String, ConfigValue> settings = new TreeMap<>();
        for (ConfigValue value : new GitConfiguration(context.git()).effective()) {
            settings.put(value.key(), value);
        }
        return new Patient(context, context.findRepository(), settings);
    }

    Git git() {
        return context.git();
    }

    /** Returns the value of any setting of git, if it has one. */
    Optional<String> setting(String... arguments) throws IOException {
        String[] words = new String[arguments.length + 1];
        words[0] = "config";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Git.Output output = git().attempt(new byte[0], words);
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    /** Returns git-lfs's directory. */
    Path lfs(RepositoryLayout layout) throws IOException {
        return layout.lfs(setting("--type=path", "lfs.storage"));
    }
}
