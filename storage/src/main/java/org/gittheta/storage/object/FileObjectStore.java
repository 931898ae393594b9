// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gittheta.storage.digest.Sha256;

/**
 * Keeps objects as files in git-lfs's directory, and a second hard link to each where {@code git lfs prune} does not
 * look.
 *
 * <pre>
 * LFS/objects/aa/bb/OID          where git-lfs keeps and finds objects
 * LFS/theta/objects/aa/bb/OID    the keep folder: the same file, linked
 * LFS/theta/tmp/                 objects that are being written
 * LFS/theta/lock                 is locked by who deletes objects, and by who is about to refer to them
 * </pre>
 *
 * <p>An object is written to {@code tmp}, forced to the disk, renamed into the keep folder and linked from there. On a
 * file system without hard links the keep folder alone has it, and reading looks there first. Whoever writes objects
 * goes on while the disk works: {@link #sync} waits for all of them.
 */
public final class FileObjectStore implements ObjectStore {
    /** An object that was written or used within this time needs no new date. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final StorePlaces places;
    private final TemporaryFiles temporary;
    private final Set<Path> dirty = ConcurrentHashMap.newKeySet();
    private final DiskQueue disk = new DiskQueue();

    /** Opens the store below git-lfs's directory, which need not exist yet. */
    public FileObjectStore(Path lfs) {
        places = new StorePlaces(lfs);
        temporary = new TemporaryFiles(places.temporary());
    }

    /** Returns the store's folder for files that are being written. */
    public TemporaryFiles temporary() {
        return temporary;
    }

    @Override
    public boolean contains(Sha256 oid, long size) throws IOException {
        Path kept = places.kept(oid);
        if (size(kept) == size) {
            return true;
        }
        Path fetched = places.seen(oid);
        boolean here = size(fetched) == size;
        if (here) {
            link(fetched, kept, size);
        }
        return here;
    }

    /**
     * Tells whether the object is here, like {@link #contains}, and dates it now, so that a prune that begins later
     * leaves it alone: for whoever is about to refer to it.
     */
    public boolean reuse(Sha256 oid, long size) throws IOException {
        return contains(oid, size) && (isRefreshed(places.kept(oid)) || size(places.seen(oid)) == size);
    }

    /** Dates a file now, unless it is recent anyway; false if it is gone. */
    private static boolean isRefreshed(Path file) throws IOException {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(RECENT))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) {
            // A link to someone else's file: a prune deletes only what a remote holds, too.
            return true;
        }
    }

    /**
     * Keeps prunes from deleting until it is closed, having waited for the one that does; where there can be no lock,
     * the dates of the objects have to do.
     */
    public Closeable lock() {
        return places.lock();
    }

    /** Tells whether git-lfs sees the object: that is what it gives to those who fetch from here. */
    public boolean isExposed(StoredObject object) throws IOException {
        return size(places.seen(object.oid())) == object.size();
    }

    @Override
    public void require(Collection<StoredObject> objects) throws IOException {
        Set<Sha256> missing = new LinkedHashSet<>();
        for (StoredObject object : objects) {
            if (size(places.kept(object.oid())) < 0 && size(places.seen(object.oid())) < 0) {
                missing.add(object.oid());
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingObjectsException(List.copyOf(missing));
        }
    }

    /** Returns those of the objects of which there is no file of the right size, each once. */
    public Set<StoredObject> absent(Collection<StoredObject> objects) throws IOException {
        Set<StoredObject> absent = new LinkedHashSet<>();
        for (StoredObject object : objects) {
            if (!contains(object.oid(), object.size())) {
                absent.add(object);
            }
        }
        return absent;
    }

    /** Returns the file that an object lies in, if it is here. */
    public Optional<Path> file(StoredObject object) throws IOException {
        for (Path path : List.of(places.kept(object.oid()), places.seen(object.oid()))) {
            if (size(path) == object.size()) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    @Override
    public FileChannel open(Sha256 oid, long size) throws IOException {
        for (Path path : List.of(places.kept(oid), places.seen(oid))) {
            try {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                if (channel.size() == size) {
                    return channel;
                }
                channel.close();
            } catch (NoSuchFileException e) {
                // The other place may have it.
            }
        }
        if (size(places.kept(oid)) >= 0 || size(places.seen(oid)) >= 0) {
            throw new CorruptObjectException("object " + oid + " does not have its " + size + " bytes");
        }
        throw new MissingObjectsException(List.of(oid));
    }

    @Override
    public ObjectWriter create() throws IOException {
        return new FileObjectWriter(this, temporary.create("object"));
    }

    /** Takes over a finished file: forces it to the disk, then moves it under its name, both in the background. */
    void adopt(Path file, FileChannel channel, Sha256 oid, long size) {
        disk.submit(() -> {
            try {
                try (channel) {
                    channel.force(false);
                }
                place(file, oid, size);
            } finally {
                Files.deleteIfExists(file);
            }
        });
    }

    /** Moves a file under its name; drops it when a whole object is there already. */
    private void place(Path file, Sha256 oid, long size) throws IOException {
        Path kept = places.kept(oid);
        if (size(kept) == size && isRefreshed(kept)) {
            Files.delete(file);
        } else {
            makeFolder(kept.getParent());
            Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            dirty.add(kept.getParent());
        }
        link(kept, places.seen(oid), size);
    }

    /**
     * Takes in an object that git-lfs has verified and put into its own folder: keeps it from {@code git lfs prune}.
     *
     * @return whether it is there with its size; a file of another size is deleted, for it can only be in the way
     */
    public boolean admit(StoredObject object) throws IOException {
        Path fetched = places.seen(object.oid());
        if (size(fetched) < 0) {
            return false;
        }
        if (size(fetched) != object.size()) {
            Files.deleteIfExists(fetched);
            return false;
        }
        Path kept = places.kept(object.oid());
        if (size(kept) != object.size()) {
            link(fetched, kept, object.size());
        }
        return true;
    }

    /**
     * Puts an object where git-lfs looks for it before it uploads: as a link, or as a copy where links cannot be.
     *
     * @return whether the object is here
     */
    public boolean expose(StoredObject object) throws IOException {
        Path kept = places.kept(object.oid());
        Path seen = places.seen(object.oid());
        if (size(seen) == object.size()) {
            return true;
        }
        if (size(kept) != object.size()) {
            return false;
        }
        link(kept, seen, object.size());
        if (size(seen) != object.size()) {
            Path copy = temporary.create("copy");
            try {
                Files.copy(kept, copy, StandardCopyOption.REPLACE_EXISTING);
                makeFolder(seen.getParent());
                Files.move(copy, seen, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(copy);
            }
        }
        return true;
    }

    /**
     * Returns those of some objects of Git LFS itself that are not here, each once. Other than {@link #absent} this does not
     * keep the others from {@code git lfs prune}.
     */
    public Set<StoredObject> missing(Collection<StoredObject> objects) throws IOException {
        Set<StoredObject> missing = new LinkedHashSet<>();
        for (StoredObject object : objects) {
            if (size(places.seen(object.oid())) != object.size() && size(places.kept(object.oid())) != object.size()) {
                missing.add(object);
            }
        }
        return missing;
    }

    /** Moves a finished file, forced to the disk, to where git-lfs keeps its own objects: it is none of ours. */
    public void giveToGitLfs(Path file, StoredObject object) throws IOException {
        Path place = places.seen(object.oid());
        if (size(place) != object.size()) {
            makeFolder(place.getParent());
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            dirty.add(place.getParent());
        }
    }

    private void link(Path file, Path second, long size) throws IOException {
        if (size(second) == size) {
            return;
        }
        try {
            makeFolder(second.getParent());
            Files.deleteIfExists(second);
            Files.createLink(second, file);
            dirty.add(second.getParent());
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No hard links here, or another process was faster with the same bytes: reading needs one place only.
        }
    }

    /** Makes a folder; where it is new, the names of those it lies in are to be forced to the disk, too. */
    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            dirty.add(folder.getParent());
            dirty.add(folder.getParent().getParent());
        }
    }

    @Override
    public void sync() throws IOException {
        disk.await();
        for (Path directory : Set.copyOf(dirty)) {
            disk.submit(() -> {
                // Before it is forced: what another thread does to it after that is to be forced again.
                dirty.remove(directory);
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                } catch (IOException e) {
                    dirty.add(directory);
                    throw e;
                }
            });
        }
        disk.await();
    }

    private static long size(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.size() : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }
}
