// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds the commits that brought a parameter or a checkpoint. */
class FindCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.ofTwoVersions(sandbox);
    }

    @Test
    void findsAParameterByItsHashAndACheckpointByAFile() throws IOException {
        String hash = repository
                .stub("HEAD:m.safetensors")
                .lines()
                .filter(line -> line.startsWith("param second "))
                .map(line -> line.split(" ", -1))
                .flatMap(java.util.Arrays::stream)
                .filter(word -> word.matches("[0-9a-f]{64}"))
                .findFirst()
                .orElseThrow();
        String head = repository.id("HEAD").substring(0, 10);
        assertThat(sandbox.theta(repository.folder(), "find", hash.substring(0, 12))
                        .succeeded()
                        .out())
                .startsWith(head)
                .contains("m.safetensors  second")
                .hasLineCount(1);
        sandbox.write(sandbox.root(), "download", TinyCheckpoint.of(1, 2));
        assertThat(sandbox.theta(repository.folder(), "find", "../download")
                        .succeeded()
                        .out())
                .startsWith(repository.id("HEAD~1").substring(0, 10))
                .hasLineCount(1);
        sandbox.theta(repository.folder(), "find", "0123456789abcdef").exitedWith(1);
        sandbox.theta(repository.folder(), "find", "xyz").exitedWith(2);
    }
}
