// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes parameters to files of their own. */
class ExportCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.ofTwoVersions(sandbox);
    }

    private static byte[] floats(float first) {
        byte[] file = TinyCheckpoint.of(0, first);
        return Arrays.copyOfRange(file, file.length - 1024, file.length);
    }

    @Test
    void writesArraysOfNumPy() throws IOException {
        sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "second", "-o", "x.npy")
                .succeeded();
        byte[] file = repository.read("x.npy");
        assertThat(new String(file, 0, 128, StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0093NUMPY\u0001\u0000v\u0000"
                        + String.format("%-117s\n", "{'descr': '<f4', 'fortran_order': False, 'shape': (16, 16), }"));
        assertThat(Arrays.copyOfRange(file, 128, file.length)).isEqualTo(floats(3));
        String shown = sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "second", "-o", "-")
                .out();
        assertThat(shown).startsWith(new String(file, 0, 80, StandardCharsets.UTF_8));
    }

    @Test
    void writesWholeCheckpointsInOtherFormats() throws IOException {
        for (String file : List.of("m.npz", "m.pt")) {
            sandbox.theta(repository.folder(), "export", "HEAD~1:m.safetensors", "-o", file)
                    .succeeded();
        }
        sandbox.theta(repository.folder(), "export", "HEAD~1:m.safetensors", "--to", "npz", "-o", "-")
                .succeeded();
        assertThat(sandbox.theta(repository.folder(), "export", "HEAD~1:m.safetensors", "-o", "-")
                        .out())
                .contains("data_offsets");
        assertThat(sandbox.theta(repository.folder(), "diff", "--no-index", "--name-status", "m.npz", "m.pt")
                        .out())
                .isEmpty();
        sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "-o", "m.unknown")
                .exitedWith(2);
    }

    @Test
    void writesSafetensorsFilesThatAreCheckpoints() throws IOException {
        sandbox.theta(repository.folder(), "export", "HEAD~1:m.safetensors", "--all", "*", "-o", "all.safetensors")
                .succeeded();
        sandbox.write(sandbox.root(), "before.safetensors", TinyCheckpoint.of(1, 2));
        assertThat(sandbox.theta(
                                repository.folder(),
                                "diff",
                                "--no-index",
                                "--name-status",
                                "../before.safetensors",
                                "all.safetensors")
                        .out())
                .isEmpty();
    }

    @Test
    void readsOnlyTheObjectsItNeedsAndLeavesNoHalfFile() throws IOException {
        sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "none", "-o", "x.npy")
                .exitedWith(2);
        sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "--all", "*", "-o", "x.npy")
                .exitedWith(2);
        StoreFiles.delete(repository.store().lfs());
        assertThat(sandbox.theta(repository.folder(), "export", "HEAD:m.safetensors", "second", "-o", "x.npy")
                        .exitedWith(5)
                        .err())
                .contains("missing");
        try (Stream<Path> files = Files.list(repository.folder())) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("x.npy"));
        }
    }
}
