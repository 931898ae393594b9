// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.gittheta.lfs.fetch.RecentCommits;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes commits of known age, and looks at which are recent by git-lfs's settings. */
class RecentCommitsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private Git git;
    private String old;
    private String before;
    private String tip;

    @BeforeEach
    void commitOverTime() throws IOException {
        git = Repositories.in(folder).make("work");
        old = commit(40);
        git.run("branch", "stale");
        git.run("tag", "-a", "-m", "old", "v0");
        before = commit(10);
        git.run("update-ref", "refs/remotes/origin/before", before);
        tip = commit(3);
        git.run("tag", "-a", "-m", "new", "v1");
    }

    private String commit(int daysAgo) throws IOException {
        String date = NOW.minus(Duration.ofDays(daysAgo)).getEpochSecond() + " +0000";
        git.with("GIT_COMMITTER_DATE", date).run("commit", "-q", "--allow-empty", "-m", "x");
        return git.run("rev-parse", "HEAD").line();
    }

    @Test
    void theTipsOfTheLastSevenDaysAreRecent() throws IOException {
        assertThat(new RecentCommits(git).since(NOW)).containsExactly(tip);
    }

    @Test
    void settingsWidenWhatIsRecent() throws IOException {
        git.run("config", "lfs.fetchrecentrefsdays", "20");
        assertThat(new RecentCommits(git).since(NOW)).containsExactlyInAnyOrder(tip, before);
        git.run("config", "lfs.fetchrecentremoterefs", "no");
        assertThat(new RecentCommits(git).since(NOW)).containsExactly(tip);
        git.run("config", "lfs.fetchrecentcommitsdays", "8");
        assertThat(new RecentCommits(git).since(NOW)).containsExactlyInAnyOrder(tip, before);
        git.run("config", "lfs.fetchrecentrefsdays", "50");
        assertThat(new RecentCommits(git).since(NOW)).containsExactlyInAnyOrder(tip, before, old);
    }

    @Test
    void noDaysAreTheHeadAlone() throws IOException {
        git.run("config", "lfs.fetchrecentrefsdays", "0");
        assertThat(new RecentCommits(git).since(NOW)).containsExactly(tip);
    }

    @Test
    void aSettingThatIsNoNumberIsNamed() throws IOException {
        git.run("config", "lfs.fetchrecentrefsdays", "a week");
        assertThatIOException()
                .isThrownBy(() -> new RecentCommits(git).since(NOW))
                .withMessage("lfs.fetchrecentrefsdays has to be a number of days");
    }
}
