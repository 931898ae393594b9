// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.clean.CheckpointCleaner;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/** Cleans and smudges one file after the other in one repository; for one thread. */
public final class ThetaFilter {
    /** What is no stub is held in memory up to this length. */
    private static final int HELD_BYTES = 1 << 20;

    private final CompletableFuture<CheckpointRepository> repository;
    private final boolean skipSmudge;
    private final FilterListener listener;
    private final DelayedFiles delayed = new DelayedFiles();

    /**
     * Takes what it works with.
     *
     * @param repository the repository, which may still be being found while git's first message comes
     * @param skipSmudge whether stubs are to be left in the working tree
     * @param listener who hears of warnings
     */
    public ThetaFilter(
            CompletableFuture<CheckpointRepository> repository, boolean skipSmudge, FilterListener listener) {
        this.repository = repository;
        this.skipSmudge = skipSmudge;
        this.listener = listener;
    }

    /** Returns what git is to store for a working file. */
    public byte[] clean(String pathname, InputStream in) throws IOException {
        CheckpointRepository into = Workers.await(repository);
        CheckpointCleaner.Result result = into.cleaner().clean(in, into.knownFor(pathname), into.workingFile(pathname));
        result.warning().ifPresent(sentence -> listener.warn(pathname, sentence));
        return result.text();
    }

    /**
     * Writes the working file for what git has stored; what is no stub is written as it is.
     *
     * <p>When this throws, a part of the file may have been written.
     */
    public void smudge(InputStream in, WritableByteChannel out) throws IOException {
        Optional<byte[]> text = stubOrCopy(in, out);
        if (text.isPresent()) {
            write(StubFormat.read(text.get()), out);
        }
    }

    /**
     * Does the same, or puts a file off whose objects are not all here.
     *
     * @return whether it was put off; nothing was written then
     */
    boolean smudgeOrDelay(String pathname, InputStream in, WritableByteChannel out) throws IOException {
        Optional<byte[]> text = stubOrCopy(in, out);
        if (text.isEmpty()) {
            return false;
        }
        Stub stub = StubFormat.read(text.get());
        if (delayed.take(pathname, text.get(), stub, Workers.await(repository))) {
            return true;
        }
        write(stub, out);
        return false;
    }

    /** Returns whether a file was put off and is still to be written. */
    boolean isDelayed(String pathname) {
        return delayed.contains(pathname);
    }

    /** Fetches what the files lack that were put off, in one download, and returns their names. */
    List<String> fetchDelayed() throws IOException {
        return delayed.fetch(Workers.await(repository));
    }

    /** Writes a file that was put off. */
    void smudgeDelayed(String pathname, WritableByteChannel out) throws IOException {
        CheckpointRepository from = Workers.await(repository);
        remember(delayed.write(pathname, from, out), from);
    }

    /** Returns a stub's text, or copies what git is to have as it is. */
    private Optional<byte[]> stubOrCopy(InputStream in, WritableByteChannel out) throws IOException {
        byte[] prefix = in.readNBytes(StubFormat.MAGIC_BYTES);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(prefix), in);
        if (!skipSmudge && StubFormat.isStub(prefix, prefix.length)) {
            return Optional.of(StubFormat.readText(whole));
        }
        copy(whole, out);
        return Optional.empty();
    }

    /**
     * Copies what is no stub. All of it is read before any is written: git writes a file to its end before it reads the
     * answer, and with more than fits into a pipe both would wait for each other for ever.
     */
    private void copy(InputStream in, WritableByteChannel out) throws IOException {
        byte[] beginning = in.readNBytes(HELD_BYTES);
        if (beginning.length < HELD_BYTES) {
            out.write(ByteBuffer.wrap(beginning));
            return;
        }
        Path aside = Workers.await(repository).store().temporary().create("raw");
        try {
            try (OutputStream to = Files.newOutputStream(aside)) {
                to.write(beginning);
                in.transferTo(to);
            }
            try (InputStream from = Files.newInputStream(aside)) {
                for (byte[] some = from.readNBytes(HELD_BYTES); some.length > 0; some = from.readNBytes(HELD_BYTES)) {
                    out.write(ByteBuffer.wrap(some));
                }
            }
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void write(Stub stub, WritableByteChannel out) throws IOException {
        CheckpointRepository from = Workers.await(repository);
        from.writer().write(stub, out);
        remember(stub, from);
    }

    private static void remember(Stub stub, CheckpointRepository in) {
        try {
            in.remember(stub);
        } catch (IOException e) {
            // The file is whole; without the memo its contents may only be looked for in vain when they are added.
        }
    }
}
