// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkedTreeTest {
    @Test
    void readsWhatGitLists() {
        List<LinkedTree> trees = LinkedTree.parse(List.of(
                "worktree /w/main",
                "HEAD 1111",
                "branch refs/heads/main",
                "",
                "worktree /w/with space",
                "HEAD 2222",
                "detached",
                "locked a job runs",
                "",
                "worktree /w/gone",
                "HEAD 0000",
                "branch refs/heads/feat/x",
                "locked",
                "prunable gitdir file points",
                ""));
        assertThat(trees)
                .containsExactly(
                        new LinkedTree(
                                Path.of("/w/main"),
                                Optional.of("1111"),
                                Optional.of("main"),
                                true,
                                false,
                                Optional.empty(),
                                false),
                        new LinkedTree(
                                Path.of("/w/with space"),
                                Optional.of("2222"),
                                Optional.empty(),
                                false,
                                false,
                                Optional.of("a job runs"),
                                false),
                        new LinkedTree(
                                Path.of("/w/gone"),
                                Optional.empty(),
                                Optional.of("feat/x"),
                                false,
                                false,
                                Optional.of(""),
                                true));
    }

    @Test
    void knowsABareRepository() {
        assertThat(LinkedTree.parse(List.of("worktree /w/r.git", "bare")))
                .singleElement()
                .matches(LinkedTree::isBare);
    }
}
