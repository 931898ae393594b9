// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.stub.Stub;

/**
 * Writes one checkpoint into the worktree: beside its place, whole and verified, then renamed over it.
 *
 * <p>The old file is never changed in place, since someone may have it mapped, and stays when anything fails. Folders on
 * the way are made; links on the way are not followed.
 */
final class WorkingFileWriter {
    /** How far the file is dated back, so that its index entry is older than the index and git believes it. */
    private static final int SECONDS_BACK = 2;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path top;
    private final CheckpointSink sink;

    WorkingFileWriter(Path top, CheckpointSink sink) {
        this.top = top;
        this.sink = sink;
    }

    /**
     * Writes one checkpoint.
     *
     * @param onlyOver what the working file must still hold when the new one takes its place
     */
    FreshFile write(TrackedFile file, Stub stub, Overwrite onlyOver) throws IOException {
        Path target = top.resolve(file.path());
        makeFolders(target.getParent());
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "a folder is in the way");
        }
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        Path beside = target.resolveSibling(".git-theta-" + HexFormat.of().formatHex(random));
        boolean moved = false;
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                sink.write(stub, channel);
            }
            if (file.isExecutable()) {
                makeExecutable(beside);
            }
            Files.setLastModifiedTime(
                    beside,
                    FileTime.from(Instant.now().minusSeconds(SECONDS_BACK).truncatedTo(ChronoUnit.SECONDS)));
            BasicFileAttributes written = Files.readAttributes(beside, BasicFileAttributes.class);
            if (onlyOver == Overwrite.STUB && !isReplaceable(target, file)) {
                throw new FileSystemException(
                        target.toString(),
                        null,
                        "it was changed while the checkpoint was written, and is left as it is");
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
            return new FreshFile(file.path(), file.oid(), target, written.size(), written.lastModifiedTime());
        } finally {
            if (!moved) {
                Files.deleteIfExists(beside);
            }
        }
    }

    private static boolean isReplaceable(Path target, TrackedFile file) throws IOException {
        BlobContent content = WorkingFile.read(target, file.oid().length());
        return content instanceof BlobContent.Missing
                || (content instanceof BlobContent.Stubbed stub && stub.oid().equals(file.oid()));
    }

    private void makeFolders(Path folder) throws IOException {
        Path at = top;
        for (Path name : top.relativize(folder)) {
            if (name.toString().isEmpty()) {
                continue;
            }
            at = at.resolve(name);
            try {
                Files.createDirectory(at);
            } catch (FileAlreadyExistsException e) {
                checkFolder(at);
            }
        }
    }

    private static void checkFolder(Path folder) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new FileSystemException(folder.toString(), null, "the folder was removed meanwhile");
        }
        if (attributes.isSymbolicLink()) {
            throw new FileSystemException(
                    folder.toString(), null, "a symbolic link is where the checkpoint's folder should be");
        }
        if (!attributes.isDirectory()) {
            throw new FileSystemException(folder.toString(), null, "a file is where the checkpoint's folder should be");
        }
    }

    /** Lets everyone execute the file who may read it, as git does. */
    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return;
        }
        if (permissions.contains(PosixFilePermission.OWNER_READ)) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        if (permissions.contains(PosixFilePermission.GROUP_READ)) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    /** Says what may be replaced. */
    enum Overwrite {
        /** A stub that the index has, or nothing. */
        STUB,
        /** Whatever is there. */
        ANYTHING
    }
}
