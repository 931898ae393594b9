// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewObjectsTest {
    @TempDir
    private Path folder;

    private Git git;

    @BeforeEach
    void setUp() {
        git = new Git(
                folder, Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256"})
    void gitReadsWhatWasGivenToIt(String format) throws IOException {
        git.run("init", "-q", "--object-format=" + format);
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Path file = Files.write(folder.resolve("large"), large);
        try (NewObjects objects = new NewObjects(git, new TemporaryFiles(folder.resolve("tmp")))) {
            String empty = objects.add(NewObjects.Kind.BLOB, new byte[0]);
            String text = objects.add(NewObjects.Kind.BLOB, "some text\n".getBytes(StandardCharsets.US_ASCII));
            String blob = objects.addBlob(file);
            assertThat(objects.addBlob(file)).isEqualTo(blob);
            String tree = objects.add(
                    NewObjects.Kind.TREE,
                    TreeEntry.tree(List.of(
                            new TreeEntry("100644", "a", empty),
                            new TreeEntry("100755", "b", text),
                            new TreeEntry("100644", "c", blob))));
            Path keep = objects.store().orElseThrow();

            assertThat(keep).exists();
            assertThat(git.run("cat-file", "blob", text).text()).isEqualTo("some text\n");
            assertThat(git.run("hash-object", "--no-filters", file.toString()).line())
                    .isEqualTo(blob);
            assertThat(git.run("ls-tree", "-l", tree).text())
                    .contains("100755 blob " + text + "      10\tb", " " + (3 << 20) + "\tc");
            assertThat(TreeEntry.parse(git.run("cat-file", "tree", tree).bytes(), tree.length() / 2))
                    .hasSize(3);
            git.run("fsck", "--full", "--strict");
        }
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void nothingNewIsNoPack() throws IOException {
        git.run("init", "-q");
        try (NewObjects objects = new NewObjects(git, new TemporaryFiles(folder.resolve("tmp")))) {
            assertThat(objects.store()).isEmpty();
        }
    }

    /** A migration killed between its pack and its refs leaves the .keep file; the next one makes the same pack. */
    @Test
    void aPackThatAKilledMigrationKeptIsTakenOver() throws IOException {
        git.run("init", "-q");
        Path kept = storeSomeText().orElseThrow();
        assertThat(storeSomeText()).contains(kept);
        Files.writeString(kept, "someone else's reason\n");
        assertThat(storeSomeText()).isEmpty();
        assertThat(kept).hasContent("someone else's reason");
    }

    private Optional<Path> storeSomeText() throws IOException {
        try (NewObjects objects = new NewObjects(git, new TemporaryFiles(folder.resolve("tmp")))) {
            objects.add(NewObjects.Kind.BLOB, "some text\n".getBytes(StandardCharsets.US_ASCII));
            return objects.store();
        }
    }
}
