// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes git theta's settings out of git's configuration files. */
class UninstallCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
    }

    @Test
    void leavesTheFileAsItWasBeforeInstall() throws IOException {
        String mine = "[user]\n\tname = Me\n";
        Files.writeString(sandbox.globalConfiguration(), mine);
        sandbox.theta(folder, "install").succeeded();

        sandbox.theta(folder, "uninstall").succeeded();

        assertThat(sandbox.globalConfiguration()).hasContent(mine);
    }

    @Test
    void hasNothingToDoTheSecondTimeAndSaysSo() throws IOException {
        assertThat(sandbox.theta(folder, "uninstall").succeeded().out())
                .isEqualTo("Nothing changed: git theta has no settings for this user.\n");
    }

    @Test
    void leavesTheSettingsOfOthers() throws IOException {
        String python = "[filter \"theta\"]\n\tclean = git-theta-filter clean %f\n\trequired = true\n";
        Files.writeString(sandbox.globalConfiguration(), python);

        Sandbox.Result result = sandbox.theta(folder, "uninstall").succeeded();

        assertThat(sandbox.globalConfiguration()).hasContent(python);
        assertThat(result.err()).contains("left alone", "git-theta-filter clean %f");
    }

    @Test
    void removesItsOwnValueBesideAnothersOfTheSameKey() throws IOException {
        Path repository = sandbox.repository("r");
        sandbox.git(repository, "config", "--add", "filter.theta.clean", "/opt/git-theta clean -- %f");
        sandbox.git(repository, "config", "--add", "filter.theta.clean", "git-theta-filter clean %f");

        sandbox.theta(repository, "uninstall", "--local").succeeded();

        assertThat(sandbox.git(repository, "config", "--get-all", "filter.theta.clean")
                        .out())
                .isEqualTo("git-theta-filter clean %f\n");
    }

    @Test
    void removesWhatAnInstallationElsewhereWrote() throws IOException {
        Path repository = sandbox.repository("r");
        sandbox.git(
                repository,
                "config",
                "filter.theta.process",
                "'/home/o'\\''neill/my apps/bin/git-theta' filter-process");

        sandbox.theta(repository, "uninstall", "--local").succeeded();

        assertThat(repository.resolve(".git/config")).content().doesNotContain("theta");
    }

    @Test
    void writesNothingInADryRun() throws IOException {
        sandbox.theta(folder, "install").succeeded();
        byte[] before = Files.readAllBytes(sandbox.globalConfiguration());

        assertThat(sandbox.theta(folder, "uninstall", "--dry-run").succeeded().out())
                .contains("This would be removed for this user:", "filter.theta.process");
        assertThat(Files.readAllBytes(sandbox.globalConfiguration())).isEqualTo(before);
    }
}
