// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs out of space at every stage, and works on file systems without hard links. */
class FullDiskIT {
    private static final String NAME = "m.safetensors";
    private static final byte[] BYTES = Model.of(4, 300_000, 1).bytes();

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
    }

    private static void assertSaysThatTheDiskIsFull(Sandbox.Result result, String name) {
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err().lines().filter(line -> line.startsWith("git theta: ")))
                .singleElement()
                .asString()
                .startsWith("git theta: " + name + ": ")
                .contains("No space left on device");
        assertThat(result.err()).doesNotContain("\tat ", "Exception");
    }

    private static void assertFailsCleanly(TrackedRepository repository, Tmpfs disk, String name, long left)
            throws IOException {
        String index = repository.index();
        disk.fillUpTo(left);
        assertSaysThatTheDiskIsFull(repository.attempt("add", name), name);
        assertThat(repository.index()).isEqualTo(index);
        assertThat(repository.store().temporary()).isEmpty();
        repository.store().assertWhole();
    }

    @Test
    void anAddThatFindsTheDiskFullChangesNothingAndWorksLater() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(sandbox, "disk", "16m")) {
            TrackedRepository repository = TrackedRepository.in(sandbox, "disk/r");
            byte[] cut = Arrays.copyOf(BYTES, BYTES.length - 1);
            repository.write(NAME, BYTES);
            repository.write("cut.safetensors", cut);
            repository.write("weights.pt", Fixtures.of("weights.pt"));

            for (long left : new long[] {0, 4_096, 100_000, 1_000_000}) {
                assertFailsCleanly(repository, disk, NAME, left);
            }
            // Spools what it cannot read as a stream.
            assertFailsCleanly(repository, disk, "weights.pt", 4_096);
            // Room for what is stored at first, but not for storing it again as opaque bytes.
            assertFailsCleanly(repository, disk, "cut.safetensors", 2_500_000);

            disk.free();
            repository.commit("all");
            for (String name : new String[] {NAME, "cut.safetensors", "weights.pt"}) {
                Files.delete(repository.path(name));
            }
            repository.git("checkout", "--", ".");
            repository.assertHolds(NAME, BYTES);
            repository.assertHolds("cut.safetensors", cut);
            repository.assertHolds("weights.pt", Fixtures.of("weights.pt"));
            repository.assertClean();
        }
    }

    @Test
    void aCheckoutThatFindsTheDiskFullIsMendedByTheNextOne() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(sandbox, "disk", "16m")) {
            TrackedRepository repository = TrackedRepository.in(sandbox, "disk/r");
            repository.commit(NAME, BYTES);
            Files.delete(repository.path(NAME));
            disk.fillUpTo(1_000_000);
            Sandbox.Result failed = repository.attempt("checkout", "--", NAME);
            assertThat(failed.exitCode()).isNotZero();
            assertThat(failed.err()).doesNotContain("\tat ", "Exception");
            repository.store().assertWhole();
            disk.free();
            repository.git("checkout", "--", NAME);
            repository.assertHolds(NAME, BYTES);
            repository.assertClean();
        }
    }

    /** Links from one file system to another fail as they do on one that has none. */
    @Test
    void whereThereAreNoHardLinksTheKeepFolderIsTheStore() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(sandbox, "disk", "16m")) {
            TrackedRepository repository = TrackedRepository.in(sandbox, "r");
            Path objects = Files.createDirectories(disk.folder().resolve("objects"));
            Files.createDirectories(repository.store().lfs());
            Files.createSymbolicLink(repository.store().objectsFolder(), objects);

            String first = repository.commit(NAME, BYTES);
            byte[] next = Model.of(4, 300_000, 1).with("p01", 9).bytes();
            repository.commit(NAME, next);

            assertThat(repository.store().objects()).isEmpty();
            assertThat(repository.store().kept()).isNotEmpty();
            repository.git("checkout", "-q", first);
            repository.assertHolds(NAME, BYTES);
            repository.git("checkout", "-q", "main");
            repository.assertHolds(NAME, next);
            repository.assertClean();
            repository.store().assertWhole();
        }
    }

    @Test
    void theStoreMayLieOnAnotherDisk() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(sandbox, "disk", "16m")) {
            TrackedRepository repository = TrackedRepository.in(sandbox, "r");
            repository.git("config", "lfs.storage", disk.folder().resolve("lfs").toString());
            repository.write(NAME, BYTES);
            String index = repository.index();
            disk.fillUpTo(1_000_000);
            assertSaysThatTheDiskIsFull(repository.attempt("add", NAME), NAME);
            assertThat(repository.index()).isEqualTo(index);
            disk.free();
            repository.commit("all");
            StoreFiles store = new StoreFiles(disk.folder().resolve("lfs"));
            store.assertWhole();
            assertThat(store.temporary()).isEmpty();
            assertThat(store.objects()).isNotEmpty().isEqualTo(store.kept());
            assertThat(repository.path(".git/lfs")).doesNotExist();
            Files.delete(repository.path(NAME));
            repository.git("checkout", "--", NAME);
            repository.assertHolds(NAME, BYTES);
        }
    }
}
