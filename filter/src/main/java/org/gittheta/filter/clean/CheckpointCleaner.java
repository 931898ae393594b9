// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/**
 * Turns a checkpoint into its stub, storing what is new: git's clean filter.
 *
 * <p>A stub comes back as it is, an empty file stays empty, and a file that no format reads, or that is damaged, is kept
 * as one opaque parameter with a warning.
 */
public final class CheckpointCleaner {
    private final Workers workers;
    private final ObjectStore store;
    private final Codecs codecs;
    private final Formats formats;
    private final TemporaryFiles temporary;
    private final Limits limits;

    /**
     * Takes what it works with.
     *
     * @param limits how far storing may go
     */
    public CheckpointCleaner(
            Workers workers,
            ObjectStore store,
            Codecs codecs,
            Formats formats,
            TemporaryFiles temporary,
            Limits limits) {
        this.workers = workers;
        this.store = store;
        this.codecs = codecs;
        this.formats = formats;
        this.temporary = temporary;
        this.limits = limits;
    }

    /**
     * Holds what git is to store.
     *
     * @param text the stub's text, or nothing for an empty file
     * @param warning one sentence about a file that is kept as opaque bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Result(byte[] text, Optional<String> warning) {}

    /**
     * Reads a file to its end and stores it.
     *
     * @param in the file
     * @param known what is stored already
     * @param file where the file probably lies, if that is known: large parameters are judged by it before all of them
     *     has been read. What is stored are the bytes that {@code in} gives, also if that is another file, or none
     * @throws org.gittheta.storage.stub.StubFormatException if the file begins like a stub and is none
     * @throws IOException if reading or storing fails; nothing then refers to what was stored
     */
    public Result clean(InputStream in, KnownEncodings known, Optional<Path> file) throws IOException {
        byte[] prefix = in.readNBytes(CheckpointFormat.PREFIX_BYTES);
        if (prefix.length == 0) {
            return new Result(prefix, Optional.empty());
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(prefix), in);
        if (StubFormat.isStub(prefix, prefix.length)) {
            byte[] text = StubFormat.readText(whole);
            StubFormat.read(text);
            return new Result(text, Optional.empty());
        }
        CleanRun run = new CleanRun(workers, store, codecs, temporary, known, limits, file);
        CleanRun.Cleaned cleaned;
        try {
            cleaned = run.clean(formats.of(prefix, prefix.length), prefix, whole);
            store.sync();
        } catch (IOException | RuntimeException e) {
            finishBegun(e);
            throw e;
        }
        Stub stub = known.settle(cleaned.stub());
        return new Result(StubFormat.write(stub), cleaned.warning());
    }

    /** Waits for the threads' part of a clean that failed: none of its temporary files outlives it. */
    private void finishBegun(Exception failure) {
        try {
            workers.awaitIdle();
            store.sync();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
