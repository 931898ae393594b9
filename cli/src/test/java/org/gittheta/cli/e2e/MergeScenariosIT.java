// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does what people do with branches whose models differ, in the main worktree and in a linked one. */
class MergeScenariosIT {
    private static final String FILE = "m.safetensors";
    private static final Model BASE = Model.small(1);
    private static final Model OURS = BASE.with("p05", 2).with("p08", 3);

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    /** Has {@code main} checked out, with a commit of ours behind the tag {@code base}. */
    private void begin(String worktree) throws IOException {
        begin(worktree, BASE.bytes(), OURS.bytes());
    }

    private void begin(String worktree, byte[] base, byte[] ours) throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        if (worktree.equals("linked")) {
            repository.git("switch", "-q", "-c", "elsewhere");
            Path linked = repository.sandbox().root().resolve("linked");
            repository.git("worktree", "add", "-q", linked.toString(), "main");
            repository = repository.at(linked);
        }
        repository.commit(FILE, base);
        repository.git("tag", "base");
        repository.commit(FILE, ours);
    }

    private void side(String name, String from, byte[]... versions) throws IOException {
        repository.git("switch", "-q", "-c", name, from);
        for (byte[] version : versions) {
            repository.commit(FILE, version);
        }
        repository.git("switch", "-q", "main");
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    private void assertIs(Model model) throws IOException {
        repository.assertClean();
        repository.assertHolds(FILE, model.bytes());
    }

    private void assertWhole() throws IOException {
        theta("fsck").succeeded();
        repository.git("fsck", "--strict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "linked"})
    void rebasesPicksRevertsAndStashes(String worktree) throws IOException {
        begin(worktree);
        side(
                "side",
                "base",
                BASE.with("p01", 7).bytes(),
                BASE.with("p01", 7).with("p02", 8).bytes());
        repository.git("cherry-pick", "side");
        assertIs(OURS.with("p02", 8));
        repository.git("revert", "--no-edit", "HEAD~1");
        assertIs(BASE.with("p02", 8));
        repository.git("reset", "-q", "--hard", "HEAD~2");
        repository.write(FILE, OURS.with("p11", 9).bytes());
        repository.git("stash", "-q");
        repository.git("rebase", "-q", "side");
        assertIs(OURS.with("p01", 7).with("p02", 8));
        repository.git("stash", "pop", "-q");
        repository.assertHolds(
                FILE, OURS.with("p01", 7).with("p02", 8).with("p11", 9).bytes());
        repository.commit("stashed");
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "linked"})
    void rebasesSeveralCommitsThroughConflictsOrAborts(String worktree) throws IOException {
        begin(worktree);
        side(
                "side",
                "base",
                BASE.with("p05", 7).bytes(),
                BASE.with("p05", 7).with("p02", 8).bytes());
        repository.git("switch", "-q", "side");
        assertThat(repository.attempt("rebase", "-q", "main").exitCode()).isEqualTo(1);
        repository.git("rebase", "--abort");
        assertIs(BASE.with("p05", 7).with("p02", 8));
        repository.attempt("rebase", "-q", "main");
        // In a rebase theirs is what is being moved.
        theta("resolve", "--theirs").succeeded();
        repository.with("GIT_EDITOR", "true").git("rebase", "--continue");
        assertIs(OURS.with("p05", 7).with("p02", 8));
        repository.git("switch", "-q", "main");
        repository.git("reset", "-q", "--hard", "base");
        repository.commit(FILE, OURS.bytes());
        assertThat(repository.attempt("cherry-pick", "side~1").exitCode()).isZero();
        assertThat(repository.attempt("revert", "--no-edit", "HEAD~1").exitCode())
                .isEqualTo(1);
        repository.git("revert", "--abort");
        assertIs(OURS.with("p05", 7));
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "linked"})
    void mergesACrissCrossHistoryAndRenamedRemovedAndAddedFiles(String worktree) throws IOException {
        begin(worktree);
        side("side", "base", BASE.with("p01", 7).bytes());
        repository.git("tag", "ours");
        repository.git("merge", "-q", "--no-edit", "side");
        repository.git("switch", "-q", "side");
        repository.git("merge", "-q", "--no-edit", "ours");
        repository.commit(FILE, OURS.with("p01", 7).with("p02", 8).bytes());
        repository.git("mv", FILE, "renamed.safetensors");
        repository.commit("rename");
        repository.git("switch", "-q", "main");
        repository.commit(FILE, OURS.with("p01", 7).with("p03", 9).bytes());
        repository.git("merge", "-q", "--no-edit", "side");
        byte[] both = OURS.with("p01", 7).with("p02", 8).with("p03", 9).bytes();
        repository.assertClean();
        repository.assertHolds("renamed.safetensors", both);

        // Removed here, changed there; and added on both sides.
        repository.git("switch", "-q", "-c", "changed");
        repository.write("new.safetensors", Model.small(5).bytes());
        repository.commit("renamed.safetensors", Model.small(6).bytes());
        repository.git("switch", "-q", "main");
        repository.git("rm", "-q", "renamed.safetensors");
        repository.commit("new.safetensors", Model.small(5).with("p00", 1).bytes());
        assertThat(repository.attempt("merge", "-q", "changed").exitCode()).isEqualTo(1);
        repository.git("merge", "--abort");
        repository.assertClean();
        repository.attempt("merge", "-q", "changed");
        assertThat(theta("conflicts", "--no-numbers").exitedWith(1).out())
                .contains("p00  both added it", "renamed.safetensors: we removed the file, they changed it");
        theta("resolve", "--ours").succeeded();
        repository.git("commit", "-q", "--no-edit");
        repository.assertClean();
        repository.assertHolds("new.safetensors", Model.small(5).with("p00", 1).bytes());
        assertThat(repository.path("renamed.safetensors")).doesNotExist();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "linked"})
    void mergesASideInAnotherFormatAndAGrownVocabulary(String worktree) throws IOException {
        begin(worktree, safetensors(2, 1, 1), safetensors(2, 1, 5));
        side("format", "base", numpy(2, 1, 1), numpy(2, 6, 1));
        side("grown", "base", safetensors(3, 1, 1));
        repository.git("merge", "-q", "--no-edit", "format");
        repository.assertClean();
        repository.assertHolds(FILE, numpy(2, 6, 5));
        repository.git("reset", "-q", "--hard", "HEAD~1");
        repository.git("merge", "-q", "--no-edit", "grown");
        repository.assertClean();
        repository.assertHolds(FILE, safetensors(3, 1, 5));
        // Rows of the vocabulary changed on our side: no strategy knows which are the same.
        repository.git("reset", "-q", "--hard", "HEAD~1");
        repository.commit(FILE, safetensors(2, 8, 5));
        Sandbox.Result left =
                repository.with("GIT_THETA_STRATEGY", "linear").attempt("merge", "-q", "--no-edit", "grown");
        assertThat(left.exitCode()).isEqualTo(1);
        assertThat(left.err()).contains("the shapes do not fit: embed of theirs has [3,2], not [2,2]");
        repository.assertHolds(FILE, safetensors(2, 8, 5));
        theta("resolve", "--theirs").succeeded();
        repository.git("commit", "-q", "--no-edit");
        repository.assertClean();
        repository.assertHolds(FILE, safetensors(3, 1, 5));
        assertWhole();
    }

    private static byte[] floats(int count, float first) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(first + i);
        }
        return bytes.array();
    }

    /** Has a matrix {@code embed} of that many rows of two, and a vector {@code head} of four. */
    private static byte[] safetensors(int rows, float embed, float head) throws IOException {
        String header = String.format(
                "{\"embed\":{\"dtype\":\"F32\",\"shape\":[%d,2],\"data_offsets\":[0,%d]},"
                        + "\"head\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[%d,%d]}}",
                rows, 8 * rows, 8 * rows, 8 * rows + 16);
        byte[] text = (header + " ".repeat((8 - header.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        file.write(text);
        file.write(floats(2 * rows, embed));
        file.write(floats(4, head));
        return file.toByteArray();
    }

    /** Has the same as an {@code .npz}, whatever the file is called. */
    private static byte[] numpy(int rows, float embed, float head) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            array(zip, "embed", "(" + rows + ", 2)", floats(2 * rows, embed));
            array(zip, "head", "(4,)", floats(4, head));
        }
        return file.toByteArray();
    }

    private static void array(ZipOutputStream zip, String name, String shape, byte[] values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write("\u0093NUMPY\1\0v\0".getBytes(StandardCharsets.ISO_8859_1));
        array.write(padded.getBytes(StandardCharsets.ISO_8859_1));
        array.write(values);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(array.size());
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(array.toByteArray());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(array.toByteArray());
        zip.closeEntry();
    }
}
