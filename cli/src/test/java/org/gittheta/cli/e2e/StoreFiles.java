// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks at the files of an object store from outside.
 *
 * @param lfs git-lfs's folder of the repository
 */
public record StoreFiles(Path lfs) {
    /** Returns the folder where git-lfs looks. */
    public Path objectsFolder() {
        return lfs.resolve("objects");
    }

    /** Returns the folder that git-lfs does not see. */
    public Path keepFolder() {
        return lfs.resolve("theta").resolve("objects");
    }

    /** Returns the names of the objects that git-lfs sees, sorted. */
    public List<String> objects() throws IOException {
        return names(objectsFolder());
    }

    /** Returns the names of the objects in the keep folder, sorted. */
    public List<String> kept() throws IOException {
        return names(keepFolder());
    }

    /** Returns the names of temporary files that are there. */
    public List<String> temporary() throws IOException {
        return names(lfs.resolve("theta").resolve("tmp"));
    }

    /** Returns the file of an object in the keep folder. */
    public Path keptFile(String oid) {
        return keepFolder()
                .resolve(oid.substring(0, 2))
                .resolve(oid.substring(2, 4))
                .resolve(oid);
    }

    /** Returns the file of an object where git-lfs looks. */
    public Path objectFile(String oid) {
        return objectsFolder()
                .resolve(oid.substring(0, 2))
                .resolve(oid.substring(2, 4))
                .resolve(oid);
    }

    /** Checks that every file under the name of an object is that object. */
    public void assertWhole() throws IOException {
        for (Path root : List.of(objectsFolder(), keepFolder())) {
            for (Path file : files(root)) {
                assertThat(ContentId.of(file))
                        .as("hash of %s", file)
                        .isEqualTo(file.getFileName().toString());
            }
        }
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<String> names(Path root) throws IOException {
        return files(root).stream()
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
    }

    private static List<Path> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root.toRealPath())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
