// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells git that working files written behind its back are what the index says, without git reading them.
 *
 * <p>{@code git update-index --refresh} would clean each file to find out. Instead this writes the files' stat data into
 * their entries, and the checksum behind them, under git's own lock. Nothing else of the index changes, so its other
 * extensions stay true. It understands versions 2, 3 and 4 with SHA-1 ids that are neither split nor sparse.
 *
 * @param path the index: {@code git rev-parse --git-path index}
 */
public record IndexFile(Path path) {
    private static final long MOST_BYTES = 1L << 30;

    /**
     * Writes the stat data of files into their entries.
     *
     * <p>Left alone are files that someone touched since, entries that name another blob or are in conflict, and sizes
     * on which versions of git disagree: git will read those itself when it next looks. The index is either replaced as a
     * whole or not at all.
     *
     * @return false if the index is of a kind that only git can write, and is unchanged
     * @throws IndexLockedException if another process holds the index
     */
    public boolean refresh(Collection<FreshFile> files) throws IOException {
        if (files.isEmpty()) {
            return true;
        }
        if (files.stream().anyMatch(file -> file.oid().length() != 2 * IndexEntries.CHECKSUM_BYTES)) {
            return false;
        }
        try (IndexLock lock = IndexLock.take(path)) {
            if (Files.size(lock.index()) > MOST_BYTES) {
                return false;
            }
            byte[] index = Files.readAllBytes(lock.index());
            boolean hasChecksum = verifyChecksum(index);
            if (write(index, files)) {
                if (hasChecksum) {
                    byte[] checksum = checksum(index);
                    System.arraycopy(checksum, 0, index, index.length - checksum.length, checksum.length);
                }
                lock.commit(index);
            }
            return true;
        } catch (IndexEntries.Unsupported | UnsupportedOperationException e) {
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static boolean write(byte[] index, Collection<FreshFile> files)
            throws IOException, IndexEntries.Unsupported {
        Map<ByteBuffer, FreshFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(ByteBuffer.wrap(file.path().getBytes(StandardCharsets.UTF_8)), file));
        IndexEntries entries = new IndexEntries(index);
        boolean changed = false;
        while (entries.advance()) {
            FreshFile file = byPath.get(entries.path());
            if (file != null
                    && entries.isMerged()
                    && entries.hasId(HexFormat.of().parseHex(file.oid()))) {
                StatData stat = statOf(file);
                if (stat != null && stat.matches(file) && stat.isTrusted()) {
                    stat.write(entries.bytes());
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static StatData statOf(FreshFile file) throws IOException {
        try {
            return StatData.of(file);
        } catch (NoSuchFileException e) {
            return null; // Deleted since: git will say so.
        }
    }

    /** Returns false for the zeros of index.skipHash. */
    private static boolean verifyChecksum(byte[] index) throws IndexEntries.Unsupported {
        if (index.length < IndexEntries.CHECKSUM_BYTES) {
            throw new IndexEntries.Unsupported("it is cut off");
        }
        byte[] found = Arrays.copyOfRange(index, index.length - IndexEntries.CHECKSUM_BYTES, index.length);
        if (Arrays.equals(found, new byte[IndexEntries.CHECKSUM_BYTES])) {
            return false;
        }
        if (!Arrays.equals(found, checksum(index))) {
            throw new IndexEntries.Unsupported("its checksum is not SHA-1, or wrong");
        }
        return true;
    }

    private static byte[] checksum(byte[] index) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(index, 0, index.length - IndexEntries.CHECKSUM_BYTES);
            return sha1.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
