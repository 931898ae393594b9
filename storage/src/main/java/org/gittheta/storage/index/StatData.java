// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * Holds what git remembers of a working file so that it need not read it again.
 *
 * <p>All fields are 32 bits wide; the device, inode and size keep their low 32 bits, as git's {@code fill_stat_data}
 * does.
 */
record StatData(Instant changed, FileTime modified, long device, long inode, int user, int group, long size) {
    private static final long FOUR_GIB = 1L << 32;

    /**
     * Asks the file system about a file, not following links.
     *
     * @throws UnsupportedOperationException where the file system has no such attributes
     */
    static StatData of(FreshFile file) throws IOException {
        Map<String, Object> unix;
        try {
            unix = Files.readAttributes(
                    file.file(), "unix:ctime,lastModifiedTime,dev,ino,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException(e);
        }
        return new StatData(
                ((FileTime) unix.get("ctime")).toInstant(),
                (FileTime) unix.get("lastModifiedTime"),
                ((Number) unix.get("dev")).longValue(),
                ((Number) unix.get("ino")).longValue(),
                ((Number) unix.get("uid")).intValue(),
                ((Number) unix.get("gid")).intValue(),
                ((Number) unix.get("size")).longValue());
    }

    /** Tells whether nobody has touched the file since it was written. */
    boolean matches(FreshFile file) {
        return size == file.size() && modified.equals(file.modified());
    }

    /** Tells whether git believes this size: versions of git disagree on how to write multiples of 4 GiB. */
    boolean isTrusted() {
        return size % FOUR_GIB != 0;
    }

    /** Writes the fields into an index entry, of which this is the first byte; the mode stays. */
    void write(ByteBuffer entry) {
        entry.putInt(0, (int) changed.getEpochSecond());
        entry.putInt(4, changed.getNano());
        Instant time = modified.toInstant();
        entry.putInt(8, (int) time.getEpochSecond());
        entry.putInt(12, time.getNano());
        entry.putInt(16, (int) device);
        entry.putInt(20, (int) inode);
        entry.putInt(28, user);
        entry.putInt(32, group);
        entry.putInt(36, (int) size);
    }
}
