// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares blocks on a real XFS, in a file that is mounted for the test; only root can, and mkfs.xfs must be there. */
class BlockCloneTest {
    private static final int BYTES = 16 << 20;

    @TempDir
    private Path folder;

    private Git git;
    private boolean isMounted;

    @BeforeEach
    void mount() throws IOException {
        Path mounted = Files.createDirectories(folder.toRealPath().resolve("xfs"));
        git = new Git(mounted, Map.of("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin", "HOME", folder.toString()));
        Git.Output made = git.shell("truncate -s 320M ../image && mkfs.xfs -q -m reflink=1 ../image"
                + " && mount -o loop ../image \"$PWD\"");
        isMounted = made.exitCode() == 0;
        assumeTrue(isMounted, "needs mkfs.xfs, and to mount what it makes: " + made.errors());
        git.run("init", "-q");
    }

    @AfterEach
    void unmount() throws IOException {
        if (isMounted) {
            assertThat(new Git(folder, git.environment())
                            .shell("umount \"$1\"", git.directory().toString())
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void aCopyTakesNoSpaceAndChangesByItself() throws IOException {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        Path source = Files.write(git.directory().resolve("source"), content);
        Path copy = Files.writeString(git.directory().resolve("copy"), "a stub");
        TrackedFile file = new TrackedFile(
                "copy", "100644", git.run("hash-object", "source").line(), 0, false);
        FileStore disk = Files.getFileStore(source);
        git.shell("sync");
        long before = disk.getUsableSpace();

        BlockClone.Outcome outcome = new BlockClone(git, git.directory()).make(source, file);

        git.shell("sync");
        assertThat(outcome.file()).isPresent();
        assertThat(before - disk.getUsableSpace())
                .as("bytes that the copy takes")
                .isLessThan(BYTES / 8);
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
        try (RandomAccessFile written = new RandomAccessFile(copy.toFile(), "rw")) {
            written.write(content[0] + 1);
        }
        assertThat(Files.readAllBytes(source)).isEqualTo(content);
    }

    @Test
    void aFileThatIsNotWhatTheIndexNamesIsNotTaken() throws IOException {
        Path source = Files.writeString(git.directory().resolve("source"), "edited");
        Path copy = Files.writeString(git.directory().resolve("copy"), "a stub");
        BlockClone.Outcome outcome = new BlockClone(git, git.directory())
                .make(source, new TrackedFile("copy", "100644", "0".repeat(40), 0, false));
        assertThat(outcome).isEqualTo(new BlockClone.Outcome(false, java.util.Optional.empty()));
        assertThat(Files.readString(copy)).isEqualTo("a stub");
    }
}
