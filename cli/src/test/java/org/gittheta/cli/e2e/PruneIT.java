// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets git-lfs throw away what it thinks nobody needs. */
class PruneIT {
    @TempDir
    private Path folder;

    @Test
    void everyCommitCanBeCheckedOutAfterAPrune() throws IOException {
        TrackedRepository repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.sandbox().assumeGitLfs();
        Path server = repository.sandbox().bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toString());
        byte[] one = Model.small(1).bytes();
        byte[] two = Model.small(1).with("p05", 2).bytes();
        String first = repository.commit("m.safetensors", one);
        repository.commit("m.safetensors", two);
        List<String> kept = repository.store().kept();
        Files.delete(repository.path("m.safetensors"));

        repository.git("lfs", "prune", "--force");

        assertThat(repository.store().objects()).as("what git-lfs left").isEmpty();
        assertThat(repository.store().kept()).isEqualTo(kept);
        repository.git("checkout", "--", "m.safetensors");
        repository.assertHolds("m.safetensors", two);
        repository.git("checkout", "-q", first);
        repository.assertHolds("m.safetensors", one);
        repository.assertClean();
    }

    @Test
    void filesOfGitLfsAndCheckpointsShareARepositoryAndLoseNothingToEachOther() throws IOException {
        Sandbox sandbox = Sandbox.in(folder);
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        sandbox.assumeGitLfs();
        // Ours is the only hook: git-lfs installs none where another is.
        sandbox.theta(repository.folder(), "track", "*.safetensors").succeeded();
        sandbox.git(folder, "lfs", "install", "--skip-repo");
        repository.write(
                ".gitattributes",
                (TrackedRepository.ATTRIBUTES + "*.psd filter=lfs diff=lfs merge=lfs -text\n")
                        .getBytes(StandardCharsets.UTF_8));
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        byte[] picture = {1, 2, 3};
        byte[] one = Model.small(1).bytes();
        byte[] two = Model.small(1).with("p05", 2).bytes();
        repository.write("a.psd", picture);
        String first = repository.commit("m.safetensors", one);
        repository.commit("m.safetensors", two);
        List<String> all = repository.store().objects();
        repository.git("push", "-q", "origin", "main");
        assertThat(new StoreFiles(server.resolve("lfs")).objects())
                .as("what a push of both kinds uploaded")
                .isEqualTo(all)
                .contains(ContentId.of(picture));
        List<String> kept = repository.store().kept();
        assertThat(kept).as("what is kept from a prune").doesNotContain(ContentId.of(picture));

        assertThat(repository.git("lfs", "ls-files").out().lines()).hasSize(1);
        repository.git("lfs", "fsck");
        repository.git("lfs", "prune", "--force");
        repository.git("lfs", "pull");
        repository.git("lfs", "fsck");
        repository.assertClean();
        assertThat(repository.store().objects()).contains(ContentId.of(picture));
        assertThat(repository.store().kept()).isEqualTo(kept);
        repository.git("checkout", "-q", first);
        repository.assertHolds("m.safetensors", one);

        sandbox.git(sandbox.root(), "clone", "-q", server.toUri().toString(), "clone");
        TrackedRepository clone = repository.at(sandbox.root().resolve("clone"));
        clone.assertHolds("m.safetensors", two);
        clone.assertHolds("a.psd", picture);
        clone.assertClean();
    }

    /** What a prune does, done by hand: also where there is no git-lfs. */
    @Test
    void addingAgainGivesGitLfsItsObjectsBack() throws IOException {
        TrackedRepository repository = TrackedRepository.in(Sandbox.in(folder), "r");
        byte[] one = Model.small(1).bytes();
        repository.commit("m.safetensors", one);
        String stub = repository.id("HEAD:m.safetensors");
        StoreFiles.delete(repository.store().objectsFolder());

        repository.git("checkout", "HEAD", "--", "m.safetensors");
        repository.write("copy.safetensors", one);
        repository.git("add", "copy.safetensors");
        assertThat(repository.id(":copy.safetensors")).isEqualTo(stub);
        StoreFiles.delete(repository.path(".git/theta"));
        repository.write("fresh.safetensors", Model.small(7).bytes());
        repository.commit("fresh");
        repository.store().assertWhole();
        Files.delete(repository.path("copy.safetensors"));
        repository.git("checkout", "--", ".");
        repository.assertHolds("copy.safetensors", one);
    }
}
