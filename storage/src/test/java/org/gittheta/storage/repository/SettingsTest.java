// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path directory;

    private Git git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = new Git(
                directory,
                Map.of("PATH", System.getenv("PATH"), "GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
        git.run("init", "-q");
    }

    @Test
    void hasADefaultForEverything() throws IOException {
        assertThat(Settings.read(git))
                .isEqualTo(new Settings(Optional.empty(), 1L << 30, 4, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"1048576, 1048576", "1m, 1048576", "1M, 1048576", "1024k, 1048576", "2g, 2147483648", "' 3m ', 3145728"
    })
    void readsSizesAsGitDoes(String value, long bytes) throws IOException {
        git.run("config", "theta.maxObjectSize", value);
        assertThat(Settings.read(git).largestObject()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "0g", "0m", "0k", "-1g", "-1", "1", "1023k", "1048575", "9999999999g", "big", "", "g", "1t"
            })
    void refusesWhatIsNoSizeOrTooSmall(String value) throws IOException {
        git.run("config", "theta.maxObjectSize", value);
        assertThatIOException()
                .isThrownBy(() -> Settings.read(git))
                .withMessageContaining("theta.maxObjectSize")
                .withMessageContaining("1m");
    }

    @Test
    void readsHowManyBasesThereMayBeAndWhereOneIs() throws IOException {
        git.run("config", "theta.maxDepth", "0");
        git.run("config", "theta.base", "v1.0:model.bin");
        assertThat(Settings.read(git).mostBases()).isZero();
        assertThat(Settings.read(git).base()).contains("v1.0:model.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65", "many", ""})
    void refusesWhatIsNoNumberOfBases(String value) throws IOException {
        git.run("config", "theta.maxDepth", value);
        assertThatIOException().isThrownBy(() -> Settings.read(git)).withMessageContaining("theta.maxDepth");
    }

    @Test
    void theLastValueHolds() throws IOException {
        git.run("config", "--add", "theta.maxObjectSize", "2m");
        git.run("config", "--add", "theta.maxobjectsize", "3m");
        git.run("config", "lfs.storage", "a folder\nof two lines");
        assertThat(Settings.read(git))
                .isEqualTo(new Settings(
                        Optional.of("a folder\nof two lines"), 3 << 20, 4, Optional.empty(), Optional.empty()));
    }

    @Test
    void expandsThePathOfPluginsAsGitDoes() throws IOException {
        git.run("config", "theta.pluginPath", "~/plugins");

        assertThat(Settings.read(git.with("HOME", "/home/somebody")).pluginPath())
                .contains(Path.of("/home/somebody/plugins"));
    }

    @Test
    void refusesAPathOfPluginsThatDependsOnWhereGitRuns() throws IOException {
        git.run("config", "theta.pluginPath", "plugins");

        assertThatIOException().isThrownBy(() -> Settings.read(git)).withMessageContaining("absolute path");
    }

    @Test
    void elsewhereGitDoesNotSeeTheVariablesOfThisRepository() throws IOException {
        Git tied = git.with("GIT_DIR", "/nonexistent")
                .with("GIT_INDEX_FILE", "/nonexistent")
                .with("GIT_WORK_TREE", "/nonexistent")
                .with("GIT_TRACE2_NAME", "kept")
                .with("GIT_SSH_COMMAND", "kept")
                .with("GIT_AUTHOR_NAME", "kept")
                .with("GIT_CONFIG_COUNT", "1")
                .with("GIT_CONFIG_KEY_0", "alias.show-variables")
                .with("GIT_CONFIG_VALUE_0", "!env");

        assertThat(tied.attempt(new byte[0], "rev-parse", "--git-dir").exitCode())
                .isNotZero();
        String variables = tied.elsewhere(directory).run("show-variables").text();

        assertThat(variables)
                .contains("GIT_SSH_COMMAND=kept", "GIT_TRACE2_NAME=kept", "GIT_AUTHOR_NAME=kept")
                .doesNotContain("nonexistent");
    }

    @Test
    void aFailureSaysWhatGitSaid() {
        assertThatIOException()
                .isThrownBy(() -> git.run("cat-file", "blob", "nonsense"))
                .isInstanceOf(GitException.class)
                .withMessageContaining("cat-file blob nonsense")
                .withMessageContaining("Not a valid object name");
    }

    @Test
    void muchInputAndMuchOutputPassAtOnce() throws IOException {
        byte[] input = "HEAD:no such file\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        assertThat(git.run(input, "cat-file", "--batch").text().lines()).hasSize(50_000);
    }
}
