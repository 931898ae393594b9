// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.stub.Stub;

/**
 * Cleans one file in the way its format asks for, and falls back to opaque bytes.
 *
 * @param file where the file probably lies
 */
record CleanRun(
        Workers workers,
        ObjectStore store,
        Codecs codecs,
        TemporaryFiles temporary,
        KnownEncodings known,
        Limits limits,
        Optional<Path> file) {
    /** Holds a stub and a sentence about how it came to be. */
    record Cleaned(Stub stub, Optional<String> warning) {}

    Cleaned clean(Optional<CheckpointFormat> format, byte[] prefix, InputStream in) throws IOException {
        if (format.isEmpty()) {
            return opaque(in, "no format reads it");
        }
        Access access = format.get().recognise(ByteBuffer.wrap(prefix).asReadOnlyBuffer());
        return access == Access.STREAMED
                ? streamed((StreamedFormat) format.get(), in)
                : spooled((SeekableFormat) format.get(), in);
    }

    private Cleaned streamed(StreamedFormat format, InputStream in) throws IOException {
        try (FileAhead ahead = new FileAhead(file)) {
            StreamedCheckpoint checkpoint = new StreamedCheckpoint(in, parameters(), ahead);
            try {
                format.locate(checkpoint);
                checkpoint.rest();
            } catch (MalformedCheckpointException e) {
                return again(format, checkpoint.stub(format.name()), in, e.getMessage());
            }
            return new Cleaned(checkpoint.stub(format.name()), Optional.empty());
        }
    }

    /**
     * Begins again with a file of which a part is stored already: that part is rebuilt from what was stored. A format that
     * can also jump gets a second try; else the file is kept as opaque bytes.
     */
    private Cleaned again(StreamedFormat format, Stub begun, InputStream rest, String reason) throws IOException {
        Path spool = temporary.create("spool");
        try {
            store.sync();
            try (FileChannel channel = FileChannel.open(spool, StandardOpenOption.WRITE)) {
                new CheckpointWriter(store, codecs, workers).write(begun, channel);
                OutputStream out = Channels.newOutputStream(channel);
                rest.transferTo(out);
            }
            if (format instanceof SeekableFormat seekable) {
                try {
                    return new Cleaned(located(seekable, spool), Optional.empty());
                } catch (MalformedCheckpointException e) {
                    // The reason that came first says more: it is about the way the file should have been read.
                }
            }
            return opaque(spool, reason);
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    private Cleaned spooled(SeekableFormat format, InputStream in) throws IOException {
        try (Spool spool = Spool.of(temporary, in)) {
            try {
                return new Cleaned(located(format, spool.file()), Optional.empty());
            } catch (MalformedCheckpointException e) {
                return opaque(spool.file(), e.getMessage());
            }
        }
    }

    private Stub located(SeekableFormat format, Path file) throws IOException, MalformedCheckpointException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream whole = new BufferedInputStream(Files.newInputStream(file))) {
            Layout layout = format.locate(channel);
            LayoutWalk.check(layout, channel.size());
            StreamedCheckpoint checkpoint = new StreamedCheckpoint(whole, parameters(), in(channel));
            LayoutWalk.walk(layout, checkpoint);
            checkpoint.rest();
            return checkpoint.stub(format.name());
        }
    }

    private Cleaned opaque(InputStream in, String reason) throws IOException {
        try (Spool spool = Spool.of(temporary, in)) {
            return opaque(spool.file(), reason);
        }
    }

    private Cleaned opaque(Path file, String reason) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream whole = Files.newInputStream(file)) {
            StreamedCheckpoint checkpoint = new StreamedCheckpoint(whole, parameters(), in(channel));
            return new Cleaned(checkpoint.opaque(channel.size()), Optional.of("kept as opaque bytes: " + reason));
        }
    }

    private static Ahead in(FileChannel file) {
        return (at, into) -> file.read(into, at);
    }

    private ParameterStore parameters() throws IOException {
        return new ParameterStore(workers, store, codecs, known, limits);
    }
}
