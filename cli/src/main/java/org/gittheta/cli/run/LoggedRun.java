// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Is a commit of a history that may be run again.
 *
 * @param id its id
 * @param parents the ids of its parents
 * @param author who made it
 * @param date when, as ISO 8601 has it
 * @param run what its message says of a run, if one made it
 */
public record LoggedRun(String id, List<String> parents, String author, String date, Optional<RunMessage> run) {
    /** Copies the parents. */
    public LoggedRun {
        parents = List.copyOf(parents);
    }

    /** Returns the commits of a range, parents before their children. */
    public static List<LoggedRun> of(Git git, String range) throws IOException {
        List<LoggedRun> commits = new ArrayList<>();
        for (String part : git.run(
                        "log", "-z", "--reverse", "--topo-order", "--format=%H%n%P%n%an%n%aI%n%B", range, "--")
                .parts()) {
            String[] lines = part.split("\n", 5);
            if (lines.length == 5) {
                List<String> parents = Arrays.stream(lines[1].split(" ", -1))
                        .filter(id -> !id.isEmpty())
                        .toList();
                commits.add(new LoggedRun(lines[0], parents, lines[2], lines[3], RunMessage.parse(lines[4])));
            }
        }
        return commits;
    }

    /** Tells whether it can run again: a root has no state to begin with. */
    public boolean isRepeatable() {
        return run.isPresent() && !parents.isEmpty() && parents.size() <= 2;
    }
}
