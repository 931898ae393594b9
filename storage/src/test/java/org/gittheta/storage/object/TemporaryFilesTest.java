// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
    @TempDir
    Path parent;

    @Test
    void makesItsFolderAndFilesOfDifferentNames() throws IOException {
        TemporaryFiles files = new TemporaryFiles(parent.resolve("a/b"));
        Path one = files.create("object");
        Path other = files.create("object");
        assertThat(one).exists().hasParent(files.folder()).isNotEqualTo(other);
        assertThat(new TemporaryFiles(files.folder()).create("object")).isNotIn(one, other);
    }

    @Test
    void makesItsFolderAgainWhenItWasTakenAway() throws IOException {
        TemporaryFiles files = new TemporaryFiles(parent.resolve("tmp"));
        Files.delete(files.create("object"));
        Files.delete(files.folder());
        assertThat(files.create("object")).exists();
    }

    @Test
    void clearsAwayWhatAKilledProcessLeftAndNothingYounger() throws IOException {
        Path stale = aged("stale", Duration.ofHours(25));
        Path fresh = aged("fresh", Duration.ofHours(23));
        new TemporaryFiles(parent).create("object");
        assertThat(stale).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void isNotStoppedByWhatItCannotClearAway() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("foreign"));
        Files.createFile(folder.resolve("file"));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        assertThat(new TemporaryFiles(parent).create("object")).exists();
    }

    private Path aged(String name, Duration age) throws IOException {
        Path file = Files.createFile(parent.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
