// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.gittheta.storage.digest.Sha256;

/**
 * Lists and deletes the objects of a {@link FileObjectStore}: those in its keep folder, and no others that git-lfs has.
 */
public final class KeptObjects {
    private static final Pattern OID = Pattern.compile("[0-9a-f]{64}");

    private final StorePlaces places;

    /** Opens the store below git-lfs's directory, which need not exist. */
    public KeptObjects(Path lfs) {
        places = new StorePlaces(lfs);
    }

    /**
     * Names an object and says when it was last written or used.
     *
     * @param object the object
     * @param used the date of its file
     */
    public record Kept(StoredObject object, Instant used) {}

    /** Takes the objects one after the other. */
    public interface Visitor {
        /** Takes one. */
        void visit(Kept kept) throws IOException;
    }

    /** Shows every object, in no order; files under other names are passed over. */
    public void forEach(Visitor visitor) throws IOException {
        if (!Files.isDirectory(places.keepFolder())) {
            return;
        }
        Files.walkFileTree(places.keepFolder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && OID.matcher(name).matches()) {
                    Sha256 oid = Sha256.parse(name);
                    if (file.equals(places.kept(oid))) {
                        visitor.visit(new Kept(
                                new StoredObject(oid, attributes.size()),
                                attributes.lastModifiedTime().toInstant()));
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw fault;
            }
        });
    }

    /**
     * Deletes objects that nobody has used since some time, whoever is about to refer to one excluded meanwhile.
     *
     * <p>The name that git-lfs sees goes first: of what is half deleted when this process is killed, the next prune
     * knows.
     *
     * @return those that were deleted; the others were used, or are gone
     */
    public Set<StoredObject> delete(Collection<StoredObject> objects, Instant unusedSince) throws IOException {
        Set<StoredObject> deleted = new LinkedHashSet<>();
        Closeable lock = places.lock();
        try {
            for (StoredObject object : objects) {
                Path kept = places.kept(object.oid());
                if (isUnused(kept, unusedSince)) {
                    Files.deleteIfExists(places.seen(object.oid()));
                    Files.delete(kept);
                    deleted.add(object);
                }
            }
        } finally {
            lock.close();
        }
        return deleted;
    }

    private static boolean isUnused(Path file, Instant since) throws IOException {
        try {
            return !Files.getLastModifiedTime(file).toInstant().isAfter(since);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
