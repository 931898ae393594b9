// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/** Knows which commit brought a blob to a path: the first that did, as git orders them. */
final class BlobCommits {
    private final Map<String, String> commits;

    private BlobCommits(Map<String, String> commits) {
        this.commits = commits;
    }

    /**
     * Looks through the history of some paths, once.
     *
     * @param revisions what {@code git log} takes
     */
    static BlobCommits of(Git git, List<String> revisions, Collection<String> paths) throws IOException {
        Map<String, String> commits = new HashMap<>();
        List<String> named = paths.stream()
                .filter(path -> !path.isEmpty() && path.indexOf('\n') < 0)
                .distinct()
                .toList();
        if (named.isEmpty()) {
            return new BlobCommits(commits);
        }
        List<String> command = new ArrayList<>(List.of("log"));
        StringBuilder input = new StringBuilder();
        for (String revision : revisions) {
            if (revision.startsWith("--")) {
                command.add(revision);
            } else {
                input.append(revision).append('\n');
            }
        }
        command.addAll(List.of("--raw", "-z", "-m", "--root", "--no-renames", "--no-abbrev", "--full-history"));
        command.addAll(List.of("--format=%H", "--stdin"));
        input.append("--\n");
        named.forEach(path -> input.append(":(top,literal)").append(path).append('\n'));
        List<String> parts = git.attempt(
                        input.toString().getBytes(StandardCharsets.UTF_8), command.toArray(String[]::new))
                .parts();
        String commit = "";
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i).strip();
            if (part.startsWith(":")) {
                // :old-mode new-mode old-id new-id status, then the path
                String[] words = part.split(" ", -1);
                if (words.length > 3 && i + 1 < parts.size()) {
                    commits.put(words[3] + " " + parts.get(i + 1), commit);
                }
                i++;
            } else if (!part.isEmpty()) {
                commit = part;
            }
        }
        return new BlobCommits(commits);
    }

    Optional<String> of(Fault.User user) {
        return Optional.ofNullable(commits.get(user.blob() + " " + user.path()));
    }
}
