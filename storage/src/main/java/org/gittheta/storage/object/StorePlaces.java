// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gittheta.storage.digest.Sha256;

/**
 * Knows where the files of a store lie.
 *
 * @param lfs git-lfs's directory
 */
record StorePlaces(Path lfs) {
    Path seenFolder() {
        return lfs.resolve("objects");
    }

    Path keepFolder() {
        return theta().resolve("objects");
    }

    Path temporary() {
        return theta().resolve("tmp");
    }

    private Path theta() {
        return lfs.resolve("theta");
    }

    /** Returns where git-lfs looks for an object. */
    Path seen(Sha256 oid) {
        return fanOut(seenFolder(), oid);
    }

    /** Returns where an object is kept from {@code git lfs prune}. */
    Path kept(Sha256 oid) {
        return fanOut(keepFolder(), oid);
    }

    private static Path fanOut(Path root, Sha256 oid) {
        String name = oid.toString();
        return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
    }

    /** Locks the store, or does nothing where that cannot be: the dates of the objects protect what is in use, too. */
    Closeable lock() {
        try {
            Files.createDirectories(theta());
            FileChannel channel =
                    FileChannel.open(theta().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
            } catch (IOException | OverlappingFileLockException e) {
                // No locks here, or this process has it already.
            }
            return channel;
        } catch (IOException e) {
            return () -> {};
        }
    }
}
