// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.frame.FrameFormat;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Stores parameters and frames that come from no file, such as what a merge computed; for one thread. */
public final class ParameterAdder {
    private final Workers workers;
    private final ObjectStore store;
    private final TemporaryFiles temporary;
    private final ParameterStore parameters;

    /**
     * Takes what it works with.
     *
     * @param known what is stored already
     * @param temporary where a parameter waits that memory does not hold
     * @param limits how far storing may go
     */
    public ParameterAdder(
            Workers workers,
            ObjectStore store,
            Codecs codecs,
            KnownEncodings known,
            TemporaryFiles temporary,
            Limits limits)
            throws IOException {
        this.workers = workers;
        this.store = store;
        this.temporary = temporary;
        parameters = new ParameterStore(workers, store, codecs, known, limits);
    }

    /** Names a run inside a parameter whose hash is wanted, too, in bytes. */
    public record Run(long offset, long length) {
        /** Returns what a view sees; nothing for one that does not lie together. */
        public static Optional<Run> of(ViewEntry view) {
            long elements = view.shape().elements().orElse(0);
            return view.sha256()
                    .map(sha256 -> new Run(
                            view.offset(), (elements * view.dtype().bits().orElse(8) + 7) / 8));
        }
    }

    /** Is a parameter on its way into the store. */
    public static final class Adding {
        private final ParameterName name;
        private final DType dtype;
        private final Shape shape;
        private final Future<StoredParameter> stored;

        private Adding(ParameterName name, DType dtype, Shape shape, Future<StoredParameter> stored) {
            this.name = name;
            this.dtype = dtype;
            this.shape = shape;
            this.stored = stored;
        }

        /** Returns the parameter's line; asked after {@link ParameterAdder#finish}. */
        public ParameterEntry entry() throws IOException {
            StoredParameter is = Workers.await(stored);
            return new ParameterEntry(name, dtype, shape, is.size(), is.sha256(), is.encoding(), false);
        }

        /** Returns the hash of a run that was asked for. */
        public Sha256 hashOf(Run run) throws IOException {
            return Workers.await(stored).hashOf(new ByteRange(run.offset(), run.length()));
        }
    }

    /**
     * Reads a parameter to its end and begins to store it. When reading fails nothing of it stays, and others can be
     * added.
     *
     * @param size its length in bytes
     */
    public Adding add(InputStream in, ParameterName name, DType dtype, Shape shape, long size, List<Run> runs)
            throws IOException {
        List<ByteRange> ranges = new ArrayList<>();
        runs.forEach(run -> ranges.add(new ByteRange(run.offset(), run.length())));
        return new Adding(name, dtype, shape, stored(in, new LocatedParameter(name, dtype, shape, size), ranges));
    }

    private Future<StoredParameter> stored(InputStream in, LocatedParameter parameter, List<ByteRange> ranges)
            throws IOException {
        if (!parameters.isJudgedAhead(parameter)) {
            return parameters.accept(in, parameter, ranges, Ahead.NOTHING).stored();
        }
        // It cannot be computed a second time.
        try (Spool spool = Spool.of(temporary, in);
                FileChannel ahead = FileChannel.open(spool.file(), StandardOpenOption.READ);
                InputStream whole = Files.newInputStream(spool.file())) {
            return parameters
                    .accept(whole, parameter, ranges, (at, into) -> ahead.read(into, at))
                    .stored();
        }
    }

    /** Waits until all that was added is in the store. */
    public void finish() throws IOException {
        try {
            parameters.finishShared();
        } finally {
            workers.awaitIdle();
            store.sync();
        }
    }

    /** Stores a frame and returns its line. */
    public FrameEntry addFrame(String format, Frame frame) throws IOException {
        byte[] bytes = FrameFormat.write(frame);
        Future<StoredParameter> stored = parameters.accept(bytes).stored();
        finish();
        StoredParameter is = Workers.await(stored);
        return new FrameEntry(format, is.size(), is.sha256(), is.encoding());
    }
}
