// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Is a small file system of its own, mounted for one test; only root can.
 *
 * @param folder where it is mounted
 * @param sandbox the sandbox that runs the commands
 */
record Tmpfs(Path folder, Sandbox sandbox) implements Closeable {
    /** Mounts one of some size, or skips the test where that is not allowed. */
    static Tmpfs mount(Sandbox sandbox, String name, String size) throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve(name));
        try {
            Sandbox.Result mounted = sandbox.run(
                    folder,
                    new byte[0],
                    List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()));
            if (mounted.exitCode() != 0) {
                abort("needs to mount a tmpfs, which root can: " + mounted.err().strip());
            }
        } catch (IOException e) {
            abort("needs the program mount: " + e.getMessage());
        }
        return new Tmpfs(folder, sandbox);
    }

    /** Fills it up but for this many bytes. */
    void fillUpTo(long left) throws IOException {
        Path ballast = folder.resolve("ballast");
        Files.deleteIfExists(ballast);
        long size = Files.getFileStore(folder).getUsableSpace() - left;
        try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE)) {
            byte[] page = new byte[4096];
            for (long written = 0; written + page.length <= size; written += page.length) {
                out.write(page);
            }
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.deleteIfExists(folder.resolve("ballast"));
    }

    @Override
    public void close() throws IOException {
        sandbox.run(sandbox.root(), new byte[0], List.of("umount", "-l", folder.toString()))
                .succeeded();
    }
}
