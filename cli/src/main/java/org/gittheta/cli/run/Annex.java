// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/** Works beside git-annex, where a repository uses it; elsewhere it does nothing. */
final class Annex {
    private static final int AT_ONCE = 200;

    private final Git git;
    private final boolean isUsed;

    /** Takes git, at the top of a worktree. */
    Annex(Git git) throws IOException {
        this.git = git;
        this.isUsed = git.attempt(new byte[0], "config", "--get", "annex.uuid").exitCode() == 0;
    }

    /** Downloads the contents of files. */
    void get(List<String> paths) throws IOException {
        run(paths, "get");
    }

    /** Makes files that the annex keeps writable; those whose contents are not here go, since they are to be written. */
    void unlock(List<String> paths) throws IOException {
        if (!isUsed) {
            return;
        }
        List<String> present = new ArrayList<>();
        for (String path : paths) {
            Path file = git.directory().resolve(path);
            if (Files.isSymbolicLink(file) && !Files.exists(file)) {
                Files.delete(file);
            } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                present.add(path);
            }
        }
        run(present, "unlock");
    }

    /** Hands new contents to the annex, as its settings say. */
    void add(List<String> paths) throws IOException {
        run(
                paths.stream()
                        .filter(path -> Files.isRegularFile(git.directory().resolve(path), LinkOption.NOFOLLOW_LINKS))
                        .toList(),
                "add");
    }

    private void run(List<String> paths, String action) throws IOException {
        for (int from = 0; isUsed && from < paths.size(); from += AT_ONCE) {
            List<String> command = new ArrayList<>(List.of("annex", action, "--quiet", "--"));
            command.addAll(paths.subList(from, Math.min(from + AT_ONCE, paths.size())));
            Git.Output output = git.attempt(new byte[0], command.toArray(String[]::new));
            if (output.exitCode() != 0) {
                throw new CommandException(
                        ExitCode.ENVIRONMENT,
                        "git annex " + action + " failed: "
                                + (output.errors() + output.text())
                                        .strip()
                                        .lines()
                                        .findFirst()
                                        .orElse("no reason given"));
            }
        }
    }
}
