// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.Test;

class CommandSettingsTest {
    @Test
    void theVariableOfASettingHasUnderscoresForDotsAndHumps() {
        assertThat(CommandSettings.variable("theta.worktree.branchPrefix"))
                .isEqualTo("GIT_THETA_WORKTREE_BRANCH_PREFIX");
    }

    @Test
    void aVariableBeatsTheConfigurationEvenIfItIsEmpty() throws IOException {
        Map<String, String> environment = Map.of(
                "GIT_THETA_WORKTREE_LINK", "", "GIT_THETA_WORKTREE_SETUP", "uv sync", "GIT_THETA_RUN_SIDECAR", "on");
        CommandSettings settings = new CommandSettings(new Git(Path.of("."), Map.of()), environment);
        assertThat(settings.list("theta.worktree.link")).contains(List.of());
        assertThat(settings.text("theta.worktree.setup")).contains("uv sync");
        assertThat(settings.flag("theta.run.sidecar")).isTrue();
    }
}
