// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.BlobContent;

/** Stores checkpoints of the working copy and has jj's working-copy commit take their stubs. */
public final class JjAdd {
    private JjAdd() {}

    /**
     * Does so with those that pathspecs match.
     *
     * @return the stubs, by the paths of the checkpoints
     */
    public static Map<String, byte[]> add(JjWorkspace workspace, List<String> pathspecs) throws IOException {
        JjFiles files = JjFiles.of(workspace);
        List<String> words =
                new ArrayList<>(List.of("ls-files", "-c", "-o", "--exclude-standard", "--full-name", "-z", "--"));
        words.addAll(pathspecs);
        Set<String> matched = new TreeSet<>(
                files.context().git().run(words.toArray(String[]::new)).parts());
        if (matched.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "'" + String.join(" ", pathspecs) + "' matches no file");
        }
        Set<String> checkpoints = new TreeSet<>();
        for (JjCheckpoint checkpoint : files.checkpoints()) {
            if (matched.contains(checkpoint.path()) && checkpoint.here() instanceof BlobContent.Raw) {
                checkpoints.add(checkpoint.path());
            }
        }
        return checkpoints.isEmpty() ? new TreeMap<>() : new JjStubs(workspace, files).place(checkpoints, Set.of());
    }
}
