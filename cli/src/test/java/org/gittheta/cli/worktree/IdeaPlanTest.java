// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.gittheta.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdeaPlanTest {
    private static final Path MAIN = Path.of("/work/main");

    @Test
    void anIdeaLiesBesideTheMainWorktreeOnABranchOfItsOwn() {
        assertThat(IdeaPlan.of("lora-r8", "feat/", "..", MAIN))
                .isEqualTo(new IdeaPlan("lora-r8", "feat/lora-r8", Path.of("/work/lora-r8")));
        assertThat(IdeaPlan.of("lora", "", "/scratch", MAIN).path()).isEqualTo(Path.of("/scratch/lora"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/../b", "-x", "/x", "a//b", "a/", "a b", "a\nb", ".git"})
    void aNameThatWouldLeadElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> IdeaPlan.of(name, "feat/", "..", MAIN)).isInstanceOf(CommandException.class);
    }

    @Test
    void agesHaveAUnit() {
        assertThat(Age.parse("30d", "--older-than")).isEqualTo(Duration.ofDays(30));
        assertThat(Age.parse("2w", "--older-than")).isEqualTo(Duration.ofDays(14));
        assertThatThrownBy(() -> Age.parse("30", "--older-than")).hasMessageContaining("--older-than takes");
    }

    @Test
    void pythonFindsTheWorktreesOwnCodeFirst(@TempDir Path top) throws java.io.IOException {
        assertThat(TreeEnvironment.of(top, Map.of("PYTHONPATH", "/site")))
                .containsEntry("PYTHONPATH", top + ":/site")
                .containsEntry("GIT_THETA_WORKTREE", top.toString());
        java.nio.file.Files.createDirectory(top.resolve("src"));
        assertThat(TreeEnvironment.of(top, Map.of())).containsEntry("PYTHONPATH", top + "/src:" + top);
    }
}
