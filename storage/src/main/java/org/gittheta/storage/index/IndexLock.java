// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Holds git's lock of an index file, which is also where the new index is written; closing it gives up. */
final class IndexLock implements AutoCloseable {
    private final Path index;
    private final Path lock;
    private final FileChannel channel;
    private boolean committed;

    private IndexLock(Path index, Path lock, FileChannel channel) {
        this.index = index;
        this.lock = lock;
        this.channel = channel;
    }

    /**
     * Takes the lock of an index that exists.
     *
     * @throws IndexLockedException if someone has it
     */
    static IndexLock take(Path index) throws IOException {
        Path real = index.toRealPath();
        Path lock = real.resolveSibling(real.getFileName() + ".lock");
        try {
            return new IndexLock(
                    real, lock, FileChannel.open(lock, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        } catch (FileAlreadyExistsException e) {
            throw new IndexLockedException(lock);
        }
    }

    /** Returns the index file. */
    Path index() {
        return index;
    }

    /** Puts the given bytes in the index's place and ends the lock. */
    void commit(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.close();
        try {
            // A repository shared by a group has wider permissions than this process gives new files.
            Files.setPosixFilePermissions(lock, Files.getPosixFilePermissions(index));
        } catch (UnsupportedOperationException e) {
            // No such permissions here.
        }
        Files.move(lock, index, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!committed) {
                Files.deleteIfExists(lock);
            }
        }
    }
}
