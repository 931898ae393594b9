// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.storage.repository.Git;

/**
 * Finds the commits that git-lfs calls recent, by its settings: {@code lfs.fetchrecentrefsdays} (7), {@code
 * lfs.fetchrecentremoterefs} (true) and {@code lfs.fetchrecentcommitsdays} (0).
 */
public final class RecentCommits {
    private static final int REFS_DAYS = 7;

    private final Git git;

    /** Takes git. */
    public RecentCommits(Git git) {
        this.git = git;
    }

    /**
     * Returns the ids of the commits: the tips of branches and tags with a commit of the last days, and what came to
     * them and to HEAD in the days before their tips.
     *
     * @throws IOException if a setting is no number
     */
    public Set<String> since(Instant now) throws IOException {
        int refsDays = days("lfs.fetchrecentrefsdays", REFS_DAYS);
        int commitsDays = days("lfs.fetchrecentcommitsdays", 0);
        List<String> tips = new ArrayList<>();
        Git.Output head = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        if (head.exitCode() == 0) {
            tips.add(head.line());
        }
        if (refsDays > 0) {
            tips.addAll(refsSince(now.minus(Duration.ofDays(refsDays))));
        }
        Set<String> commits = new LinkedHashSet<>(tips);
        for (String tip : commitsDays > 0 ? tips : List.<String>of()) {
            long newest = Long.parseLong(git.run("log", "-1", "--no-show-signature", "--format=%ct", tip)
                    .line());
            long oldest = newest - Duration.ofDays(commitsDays).toSeconds();
            git.run("rev-list", "--since=" + oldest, tip).text().lines().forEach(commits::add);
        }
        return commits;
    }

    private List<String> refsSince(Instant limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "for-each-ref",
                "--format=%(objecttype) %(objectname) %(committerdate:unix)"
                        + " %(*objecttype) %(*objectname) %(*committerdate:unix)",
                "refs/heads",
                "refs/tags"));
        Git.Output remote =
                git.attempt(new byte[0], "config", "--type=bool", "--default=true", "lfs.fetchrecentremoterefs");
        if (!remote.line().equals("false")) {
            command.add("refs/remotes");
        }
        List<String> tips = new ArrayList<>();
        for (String line :
                git.run(command.toArray(String[]::new)).text().lines().toList()) {
            // An annotated tag comes with what it points at behind its own type and id; the date between is empty.
            String[] words =
                    line.substring(Math.max(0, line.indexOf("commit "))).split(" ", 4);
            if (words[0].equals("commit") && Long.parseLong(words[2]) >= limit.getEpochSecond()) {
                tips.add(words[1]);
            }
        }
        return tips;
    }

    private int days(String setting, int otherwise) throws IOException {
        Git.Output output = git.attempt(new byte[0], "config", "--type=int", "--default=" + otherwise, setting);
        if (output.exitCode() != 0) {
            throw new IOException(setting + " has to be a number of days");
        }
        return Integer.parseInt(output.line());
    }
}
