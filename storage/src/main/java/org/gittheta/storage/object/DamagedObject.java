// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Takes an object with wrong bytes out of a store, so that a whole copy can come in its place. */
public final class DamagedObject {
    private final StorePlaces places;
    private final StoredObject object;

    /**
     * Names the object.
     *
     * @param lfs git-lfs's directory
     */
    public DamagedObject(Path lfs, StoredObject object) {
        places = new StorePlaces(lfs);
        this.object = object;
    }

    /** Moves it aside, under both its names, to where {@link #putBack} finds it. */
    public void setAside() throws IOException {
        Files.createDirectories(places.damaged(object.oid()).getParent());
        for (Path name : new Path[] {places.seen(object.oid()), places.kept(object.oid())}) {
            try {
                Files.move(name, places.damaged(object.oid()), StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(name); // a rename to a second link of the same file does nothing
            } catch (NoSuchFileException e) {
                // It had one name only.
            }
        }
    }

    /** Puts it back: wrong bytes may still be worth something to somebody. */
    public void putBack() throws IOException {
        Files.createDirectories(places.kept(object.oid()).getParent());
        Files.move(places.damaged(object.oid()), places.kept(object.oid()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what was set aside. */
    public void forget() throws IOException {
        Files.deleteIfExists(places.damaged(object.oid()));
    }
}
