// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.Worktree;

/** Lets git itself write the files that need no git theta. */
public final class PlainCheckout {
    private final CommandContext context;
    private final Worktree worktree;

    /** Takes the world and the worktree. */
    public PlainCheckout(CommandContext context, Worktree worktree) {
        this.context = context;
        this.worktree = worktree;
    }

    /** Runs {@code git checkout [REV] -- FILES}. */
    public void write(Optional<String> revision, List<TrackedFile> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        StringBuilder paths = new StringBuilder();
        files.stream()
                .map(TrackedFile::path)
                .distinct()
                .forEach(path -> paths.append(worktree.shown(path)).append('\0'));
        List<String> command = new ArrayList<>(List.of("--literal-pathspecs", "checkout", "-q"));
        revision.ifPresent(command::add);
        command.addAll(List.of("--pathspec-from-file=-", "--pathspec-file-nul"));
        context.git().run(paths.toString().getBytes(StandardCharsets.UTF_8), command.toArray(String[]::new));
    }
}
