// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.repository.Git;

/**
 * Copies a checkpoint of another worktree without copying its blocks, where the file system can (Btrfs, XFS, APFS): each
 * copy may then be changed and the other stays. Java has no call for that; {@code cp} has.
 */
final class BlockClone {
    private static final int SECONDS_BACK = 2;

    private final Git git;
    private final Path top;

    /** Takes git in the worktree that gets the copies, and its topmost folder. */
    BlockClone(Git git, Path top) {
        this.git = git;
        this.top = top;
    }

    /**
     * Says what came of it.
     *
     * @param isUnsupported whether the file system cannot
     * @param file the copy, if it is in place
     */
    record Outcome(boolean isUnsupported, Optional<FreshFile> file) {}

    /** Makes one copy in the place of a stub, and keeps it if it has the very content that the index names. */
    Outcome make(Path source, TrackedFile file) throws IOException {
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            return new Outcome(false, Optional.empty());
        }
        Path target = top.resolve(file.path());
        Path aside = target.resolveSibling(".git-theta-" + file.oid().substring(0, 16));
        try {
            Git.Output copied = git.shell(
                    "cp --reflink=always -p -- \"$1\" \"$2\" || cp -c -p -- \"$1\" \"$2\"",
                    source.toString(),
                    aside.toString());
            if (copied.exitCode() != 0) {
                return new Outcome(true, Optional.empty());
            }
            if (!isContent(aside, file)) {
                return new Outcome(false, Optional.empty());
            }
            Files.setLastModifiedTime(
                    aside,
                    FileTime.from(Instant.now().minusSeconds(SECONDS_BACK).truncatedTo(ChronoUnit.SECONDS)));
            BasicFileAttributes made = Files.readAttributes(aside, BasicFileAttributes.class);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Outcome(
                    false,
                    Optional.of(new FreshFile(file.path(), file.oid(), target, made.size(), made.lastModifiedTime())));
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Cleans the copy, which reads every byte of it. */
    private boolean isContent(Path copy, TrackedFile file) throws IOException {
        Git.Output id = git.attempt(new byte[0], "hash-object", "--path=" + file.path(), "--", copy.toString());
        return id.exitCode() == 0 && id.line().equals(file.oid());
    }
}
