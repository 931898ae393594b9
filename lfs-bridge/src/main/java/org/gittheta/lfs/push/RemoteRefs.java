// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.storage.repository.Git;

/**
 * Holds the refs that a remote has at this moment.
 *
 * <p>Remote-tracking refs say what it had once; after a change of its URL they are wrong.
 *
 * @param byName the object of each ref
 */
record RemoteRefs(Map<String, String> byName) {
    static RemoteRefs of(Git git, String remote) throws IOException {
        Git.Output output = git.attempt(new byte[0], "ls-remote", remote);
        if (output.exitCode() != 0) {
            throw new PushException(GitLfsAnswer.sentence("asking", remote, output.errors()));
        }
        Map<String, String> refs = new LinkedHashMap<>();
        output.text().lines().forEach(line -> {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                refs.put(line.substring(tab + 1), line.substring(0, tab));
            }
        });
        return new RemoteRefs(refs);
    }

    Optional<String> find(String ref) {
        return Optional.ofNullable(byName.get(ref));
    }

    /** Returns what it has of the history that is here, as rev-list takes it to leave that out. */
    List<String> exclusions(Git git) throws IOException {
        List<String> distinct = byName.values().stream().distinct().toList();
        if (distinct.isEmpty()) {
            return List.of();
        }
        byte[] question = (String.join("\n", distinct) + "\n").getBytes(StandardCharsets.US_ASCII);
        return git.with("GIT_NO_LAZY_FETCH", "1")
                .run(question, "cat-file", "--batch-check")
                .text()
                .lines()
                .filter(line -> line.contains(" commit ") || line.contains(" tag "))
                .map(line -> "^" + line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
