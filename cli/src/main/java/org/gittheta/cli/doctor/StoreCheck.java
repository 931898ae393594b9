// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the store: whether objects can be written, and kept from {@code git lfs prune} by a second hard link. */
final class StoreCheck implements Check {
    @Override
    public String name() {
        return "store";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        if (patient.repository().isEmpty()) {
            return List.of();
        }
        Path lfs = patient.lfs(patient.repository().get());
        Path objects = existing(lfs.resolve("objects"));
        Path temporary = existing(lfs.resolve("theta").resolve("tmp"));
        for (Path folder : List.of(objects, temporary)) {
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                return List.of(Finding.fault(
                        name(), folder + " cannot be written to", "give yourself write permission to " + folder));
            }
        }
        if (!Files.getFileStore(objects).equals(Files.getFileStore(temporary))) {
            return List.of(Finding.warning(
                    name(),
                    objects + " and " + temporary + " are on different file systems: objects are copied, not linked",
                    "make both folders of " + lfs + " on one file system"));
        }
        return List.of(tryLink(lfs, temporary, objects));
    }

    private Finding tryLink(Path lfs, Path temporary, Path objects) throws IOException {
        Path file = Files.createTempFile(temporary, "doctor-", ".tmp");
        Path link = objects.resolve(file.getFileName() + ".link");
        try {
            Files.createLink(link, file);
            return Finding.ok(name(), lfs + ", hard links work");
        } catch (UnsupportedOperationException | FileSystemException e) {
            return Finding.warning(
                    name(),
                    lfs + " is on a file system without hard links: the copies that git-lfs sees cost space",
                    "set lfs.storage to a folder on a file system with hard links");
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(file);
        }
    }

    /** Returns the folder, or the nearest one above that exists: the store is made when the first object is. */
    static Path existing(Path folder) {
        Path at = folder;
        while (at.getParent() != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }
}
