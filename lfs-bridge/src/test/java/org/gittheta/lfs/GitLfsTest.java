// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitLfsTest {
    @Test
    void readsTheVersionThatGitLfsPrints() {
        assertThat(GitLfs.of("git-lfs/3.7.1 (GitHub; linux amd64; go 1.25.3)"))
                .hasValueSatisfying(
                        found -> assertThat(found.major() * 100 + found.minor()).isEqualTo(307));
        assertThat(GitLfs.of("some other program")).isEmpty();
        assertThat(GitLfs.of("")).isEmpty();
    }

    @Test
    void pushesObjectsFromThreePointThreeOn() {
        assertThat(GitLfs.of("git-lfs/3.2.0 (GitHub)").orElseThrow().canPushObjects())
                .isFalse();
        assertThat(GitLfs.of("git-lfs/2.13.3").orElseThrow().canPushObjects()).isFalse();
        assertThat(GitLfs.of("git-lfs/3.3.0 (Debian)").orElseThrow().canPushObjects())
                .isTrue();
        assertThat(GitLfs.of("git-lfs/4.0.0").orElseThrow().canPushObjects()).isTrue();
    }

    @Test
    void findsNothingWhereGitHasNoSuchCommand(@TempDir Path folder) throws IOException {
        Git git = new Git(folder, Map.of("PATH", folder.toString()));

        assertThat(GitLfs.find(git)).isEmpty();
    }
}
