// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    private Path git;

    @BeforeEach
    void fill() throws IOException {
        git = folder.resolve("git");
        Files.createDirectories(git.resolve("lfs/objects"));
        Files.write(git.resolve("lfs/objects/large"), new byte[100_000]);
        Files.write(git.resolve("index"), new byte[100_001]);
    }

    @Test
    void bytesCountAFileOfTwoNamesOnce() throws IOException {
        Files.createLink(git.resolve("second-name"), git.resolve("index"));

        assertThat(new FileTree(git).bytes()).isEqualTo(200_001);
    }

    @Test
    void copyHasAnIndexOfItsOwn() throws IOException {
        Path copy = folder.resolve("copy");
        new FileTree(git).copyTo(copy);
        Files.write(git.resolve("index"), new byte[] {1});

        assertThat(Files.size(copy.resolve("index"))).isEqualTo(100_001);
        assertThat(Files.size(copy.resolve("lfs/objects/large"))).isEqualTo(100_000);
    }

    @Test
    void deletingTheOriginalLeavesTheCopy() throws IOException {
        Path copy = folder.resolve("copy");
        new FileTree(git).copyTo(copy);
        new FileTree(git).delete();

        assertThat(git).doesNotExist();
        assertThat(new FileTree(copy).bytes()).isEqualTo(200_001);
    }
}
