// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.gittheta.lfs.Repositories;
import org.gittheta.lfs.history.StubFiles;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.KeptObjects;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says what a prune holds for needed, beyond what {@code ReachableTest} finds. */
class PruneTest {
    private final StoredObject object = StubFiles.object("x");

    @TempDir
    private Path folder;

    private Git git;
    private Path common;

    @BeforeEach
    void storeAnObject() throws IOException {
        git = Repositories.in(folder.toRealPath()).make("r");
        git.run("commit", "-q", "--allow-empty", "-m", "one");
        common = git.directory().resolve(".git");
        FileObjectStore store = new FileObjectStore(common.resolve("lfs"));
        byte[] content = StubFiles.content("x");
        try (ObjectWriter writer = store.create()) {
            writer.write(content, 0, content.length);
            writer.commit();
        }
        store.sync();
    }

    private Prune prune(Instant unusedSince) {
        return new Prune(git, common, new KeptObjects(common.resolve("lfs")), unusedSince);
    }

    private Prune.Unneeded find() throws IOException {
        return prune(Instant.now().plusSeconds(1)).find();
    }

    @Test
    void whatNothingNeedsIsOldOrRecent() throws IOException {
        assertThat(find().old()).containsExactly(object);
        Prune.Unneeded recent = prune(Instant.EPOCH).find();
        assertThat(recent.old()).isEmpty();
        assertThat(recent.recent()).containsExactly(object);
    }

    @Test
    void whatAMergeHasSettledInALinkedWorktreeStaysUntilItIsDone() throws IOException {
        git.run(
                "worktree",
                "add",
                "-q",
                "--detach",
                folder.toRealPath().resolve("linked").toString());
        Path record = common.resolve("worktrees/linked/theta/conflicts/record");
        Files.createDirectories(record.getParent());
        Files.write(
                record,
                ("settled p average param p F32 [1] 4 ... raw " + object.oid() + ":" + object.size() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(find().old()).isEmpty();
        Files.delete(record);
        assertThat(find().old()).containsExactly(object);
    }

    @Test
    void aDamagedStubKeepsWhatItNamesAndALaterVersionEverything() throws IOException {
        String stub = new String(StubFiles.stub("x"), StandardCharsets.UTF_8);
        stage(stub + "<<<<<<< ours\n");
        assertThat(find().old()).isEmpty();
        stage(stub.replace("stub 1", "stub 2"));
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(this::find)
                .withMessageContaining("nothing was deleted");
    }

    private void stage(String text) throws IOException {
        Files.writeString(git.directory().resolve("m.bin"), text);
        git.run("add", "m.bin");
    }

    @Test
    void aRemoteThatIsThisRepositoryIsNoSecondCopy() throws IOException {
        git.run("remote", "add", "self", git.directory().toString());
        Copies copies = new Copies(git, common.resolve("lfs"), Optional.of("refs/theta/pointers"));
        assertThat(copies.find(List.of(object), true).held()).isEmpty();
        assertThat(copies.find(List.of(object), false).held()).isEmpty();
    }
}
