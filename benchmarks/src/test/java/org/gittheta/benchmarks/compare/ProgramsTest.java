// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path folder;

    private Path theta;

    @BeforeEach
    void build() throws IOException {
        theta = program("git-theta");
    }

    @Test
    void missingGitLfsIsRefusedWithASentence() {
        assertThatThrownBy(() -> Programs.find(theta, Optional.empty(), "/nowhere"))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessage("git-lfs is not on the PATH: install it, or name it with --git-lfs PATH.");
    }

    @Test
    void missingLauncherIsRefusedWithASentence() throws IOException {
        program("git-lfs");
        assertThatThrownBy(() -> Programs.find(folder.resolve("other"), Optional.empty(), folder.toString()))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessageContaining("--git-theta PATH");
    }

    @Test
    void gitLfsIsFoundOnThePath() throws IOException, ProgramMissingException {
        Path lfs = program("git-lfs");

        assertThat(Programs.find(theta, Optional.empty(), "/nowhere:" + folder).lfs())
                .isEqualTo(lfs);
    }

    private Path program(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
