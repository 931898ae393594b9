// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file that a person asked for beside its place and renames it: nobody ever sees half of it. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Body {
        /** Writes everything. */
        void write(OutputStream out) throws IOException;
    }

    /** Writes the content of a file in any order. */
    @FunctionalInterface
    public interface ChannelBody {
        /** Writes everything. */
        void write(SeekableByteChannel out) throws IOException;
    }

    /** Writes a file; if that fails, whatever was there stays. */
    public static void write(Path file, Body body) throws IOException {
        writeChannel(file, channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            body.write(out);
            out.flush();
        });
    }

    /** Writes a file in any order; if that fails, whatever was there stays. */
    public static void writeChannel(Path file, ChannelBody body) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // Made by hand and not as a temporary file, which only its owner could read.
        Path aside = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (SeekableByteChannel out = Files.newByteChannel(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                body.write(out);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
