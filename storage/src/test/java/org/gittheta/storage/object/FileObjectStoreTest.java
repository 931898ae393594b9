// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gittheta.storage.digest.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    @TempDir
    Path lfs;

    private FileObjectStore store;

    @BeforeEach
    void open() {
        store = new FileObjectStore(lfs);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void oneFileStandsUnderBothNames() throws IOException {
        write(store, ABC);
        assertThat(Files.getAttribute(fetched(), "unix:ino")).isEqualTo(Files.getAttribute(kept(), "unix:ino"));
        assertThat(temporaryFiles()).isZero();
    }

    @Test
    void pruningTheObjectsOfGitLfsLosesNothing() throws IOException {
        write(store, ABC);
        Files.delete(fetched());

        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        write(store, ABC);
        assertThat(fetched()).hasBinaryContent(ABC);
    }

    @Test
    void whatGitLfsFetchedIsReadAndKept() throws IOException {
        Files.createDirectories(fetched().getParent());
        Files.write(fetched(), ABC);

        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
        Files.delete(fetched());
        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
    }

    @Test
    void aTruncatedObjectIsCorruptAndIsReplacedWhenItIsWrittenAgain() throws IOException {
        write(store, ABC);
        Files.write(kept(), new byte[] {'a'});
        assertThat(fetched()).hasSize(1);

        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isFalse();
        assertThatExceptionOfType(CorruptObjectException.class).isThrownBy(() -> store.open(ABC_OBJECT.oid(), 3));

        write(store, ABC);
        assertThat(kept()).hasBinaryContent(ABC);
        assertThat(fetched()).hasBinaryContent(ABC);
    }

    @Test
    void oneWholeCopyOfTwoIsEnough() throws IOException {
        Files.createDirectories(kept().getParent());
        Files.write(kept(), new byte[] {'a'});
        Files.createDirectories(fetched().getParent());
        Files.write(fetched(), ABC);

        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
        assertThat(kept()).hasBinaryContent(ABC);
    }

    @Test
    void storesWhereTheObjectsOfGitLfsLieOnAnotherFileSystem() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(lfs)));
        Path other = Files.createTempDirectory(memory, "git-theta-test");
        try {
            Files.createSymbolicLink(lfs.resolve("objects"), other);
            write(store, ABC);
            assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
            assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
            assertThat(fetched()).doesNotExist();

            Files.delete(kept());
            Files.createDirectories(fetched().getParent());
            Files.write(fetched(), ABC);
            assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
            assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        } finally {
            deleteAll(other);
        }
    }

    @Test
    void storesWhereTheFolderOfGitLfsCannotBeMade() throws IOException {
        Files.createSymbolicLink(lfs.resolve("objects"), Path.of("/nonexistent/objects"));

        write(store, ABC);

        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
    }

    @Test
    void readsWhereTheKeepFolderCannotBeMade() throws IOException {
        Files.createSymbolicLink(lfs.resolve("theta"), lfs.resolve("gone/theta"));
        Files.createDirectories(fetched().getParent());
        Files.write(fetched(), ABC);

        assertThat(store.contains(ABC_OBJECT.oid(), 3)).isTrue();
        assertThat(read(store, ABC_OBJECT)).isEqualTo(ABC);
        assertThatIOException().isThrownBy(() -> store.create());
    }

    @Test
    void anObjectThatCannotGetItsNameLeavesNothingBehind() throws IOException {
        Files.createDirectories(lfs.resolve("theta"));
        Files.createFile(lfs.resolve("theta/objects"));

        assertThatIOException().isThrownBy(() -> write(store, ABC));

        assertThat(temporaryFiles()).isZero();
    }

    private Path fetched() {
        return path("objects");
    }

    private Path kept() {
        return path("theta/objects");
    }

    private Path path(String root) {
        Sha256 oid = ABC_OBJECT.oid();
        return lfs.resolve(root).resolve("ba/78").resolve(oid.toString());
    }

    private long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(lfs.resolve("theta/tmp"))) {
            return files.count();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
