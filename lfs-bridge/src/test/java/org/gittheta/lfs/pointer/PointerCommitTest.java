// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.pointer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.gittheta.lfs.Repositories;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures what a ref of pointers takes. */
class PointerCommitTest {
    private static final int OBJECTS = 10_000;

    @TempDir
    private Path folder;

    private static StoredObject object(int number) {
        Sha256Digest digest = new Sha256Digest();
        byte[] name = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        digest.update(name, 0, name.length);
        return new StoredObject(digest.finish(), (1 << 20) + number);
    }

    @Test
    void pointersOfTenThousandObjectsTakeLessThanTwoMegabytes() throws IOException {
        Git git = Repositories.in(folder.toRealPath()).make("r");
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(object(i));
        }
        String commit = new PointerCommit(git).write(Optional.empty(), objects);
        assertThat(git.run("ls-tree", "-r", "--name-only", commit).text().lines())
                .hasSize(OBJECTS);
        String kibibytes = git.run("count-objects", "-v")
                .text()
                .lines()
                .filter(line -> line.startsWith("size-pack: "))
                .findFirst()
                .orElseThrow()
                .substring("size-pack: ".length());
        assertThat(Integer.parseInt(kibibytes)).isBetween(1, 2 * 1000);
    }
}
