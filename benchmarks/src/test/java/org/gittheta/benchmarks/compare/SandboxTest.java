// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new Sandbox(folder.resolve("home"), Optional.of(Path.of("/some/programs")));
    }

    @Test
    void gitReadsOnlyTheSandboxesConfiguration() throws Exception {
        String output =
                sandbox.run(folder, "git", "config", "--list", "--show-origin").output();

        assertThat(output.lines()).allMatch(line -> line.startsWith("file:" + folder.resolve("home")));
        assertThat(output).contains("user.email=benchmark@example.invalid");
    }

    @Test
    void programsOfTheContestantComeFirst() throws Exception {
        assertThat(sandbox.run(folder, "sh", "-c", "echo $PATH").output()).startsWith("/some/programs:");
    }

    @Test
    void failureNamesTheCommandAndItsLastLine() {
        assertThatThrownBy(() -> sandbox.run(folder, "sh", "-c", "echo first; echo last >&2; exit 3"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("status 3: last");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryCoversTheProcessesThatACommandStarts() throws Exception {
        // The shell stays for its second command, and dd holds a block of 64 MiB.
        List<String> command = List.of("sh", "-c", "dd if=/dev/zero bs=67108864 count=8 of=/dev/null; exit 0");
        Optional<PeakMemory> memory = sandbox.execute(folder, command, true).memory();

        assertThat(memory).isPresent();
        assertThat(memory.get().program()).isEqualTo("dd");
        assertThat(memory.get().largest()).isGreaterThan(64 << 20);
        assertThat(memory.get().sum()).isGreaterThan(64 << 20);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void processorTimeIsThatOfAllProcesses() throws Exception {
        String work = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";
        Sandbox.Execution execution = sandbox.run(folder, "sh", "-c", "sh -c '" + work + "'; sleep 0.3; exit 0");

        assertThat(execution.processor().orElseThrow()).isBetween(0.02, execution.seconds());
    }

    @Test
    void secondsSpanTheWholeCommand() throws Exception {
        assertThat(sandbox.run(Files.createDirectory(folder.resolve("in")), "sleep", "0.05")
                        .seconds())
                .isGreaterThan(0.05);
    }
}
