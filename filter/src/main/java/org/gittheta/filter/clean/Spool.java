// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gittheta.storage.object.TemporaryFiles;

/**
 * Keeps what comes from a stream in a temporary file until it is closed, for those who have to see what comes later first.
 *
 * @param file the file
 */
record Spool(Path file) implements Closeable {
    /** What is copied at once; more than {@link InputStream#transferTo} does, whose calls cost time. */
    private static final int COPIED_BYTES = 1 << 18;

    /** Reads a stream to its end. */
    static Spool of(TemporaryFiles temporary, InputStream in) throws IOException {
        Spool spool = new Spool(temporary.create("spool"));
        try (OutputStream out = Files.newOutputStream(spool.file())) {
            byte[] some = new byte[COPIED_BYTES];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                out.write(some, 0, read);
            }
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
