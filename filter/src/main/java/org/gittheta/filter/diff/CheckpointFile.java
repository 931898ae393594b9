// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.clean.LayoutWalk;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.channel.ChannelInput;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Reads a checkpoint where it lies, in no repository: its stub names runs of the file itself, stored raw.
 *
 * <p>The frame of that stub has a hash and no encoding. A {@link FileRuns} store serves the runs.
 *
 * @param stub the stub
 * @param facts what the checkpoint says beside its parameters
 * @param key the id under which the file is an object
 */
public record CheckpointFile(Stub stub, Map<String, String> facts, Sha256 key) {
    /**
     * Locates and hashes the parameters, on all threads.
     *
     * @throws MalformedCheckpointException if the file is a stub, which has no parameters
     */
    public static CheckpointFile read(Path file, Workers workers) throws IOException, MalformedCheckpointException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] prefix = new byte[(int) Math.min(channel.size(), CheckpointFormat.PREFIX_BYTES)];
            channel.read(ByteBuffer.wrap(prefix), 0);
            if (StubFormat.isStub(prefix, prefix.length)) {
                throw new MalformedCheckpointException(file + " is a stub, not a checkpoint");
            }
            Reading reading = new Reading(file, channel, workers);
            Optional<CheckpointFormat> format = Formats.installed().of(prefix, prefix.length);
            if (format.isPresent()) {
                try {
                    return reading.as(format.get());
                } catch (MalformedCheckpointException e) {
                    // It is opaque bytes then, as it would be in a repository.
                }
            }
            return reading.opaque();
        }
    }

    /** Is a file that is being read. */
    private record Reading(Path file, FileChannel channel, Workers workers) {
        private static final int STEP = 1 << 20;

        CheckpointFile as(CheckpointFormat format) throws IOException, MalformedCheckpointException {
            Layout layout = locate(format);
            LayoutWalk.check(layout, channel.size());
            return new CheckpointFile(
                    stub(format.name(), layout),
                    format instanceof DescribedFormat described ? described.describe(channel) : Map.of(),
                    key());
        }

        private Layout locate(CheckpointFormat format) throws IOException, MalformedCheckpointException {
            if (format instanceof SeekableFormat seekable) {
                return seekable.locate(channel);
            }
            ChannelInput input = new ChannelInput(new ChannelBytes(channel));
            ((StreamedFormat) format).locate(input);
            return input.layout();
        }

        CheckpointFile opaque() throws IOException {
            long size = channel.size();
            LocatedParameter content =
                    new LocatedParameter(new ParameterName("content"), DType.U8, Shape.of(size), size);
            try {
                Layout layout = new Layout(List.of(new Layout.Extent(0, content)), List.of());
                return new CheckpointFile(stub("opaque", layout), Map.of(), key());
            } catch (MalformedCheckpointException e) {
                throw new IllegalStateException(e);
            }
        }

        private Stub stub(String format, Layout layout) throws IOException, MalformedCheckpointException {
            List<CompletableFuture<List<TensorEntry>>> hashed = new ArrayList<>();
            for (Layout.Extent extent : layout.parameters()) {
                check(extent.parameter());
                hashed.add(workers.run(() -> entries(extent)));
            }
            List<TensorEntry> tensors = new ArrayList<>();
            for (CompletableFuture<List<TensorEntry>> entries : hashed) {
                tensors.addAll(Workers.await(entries));
            }
            FrameEntry frame = frame(format, layout);
            try {
                return new Stub(frame, tensors);
            } catch (IllegalArgumentException e) {
                throw new MalformedCheckpointException("two tensors have one name");
            }
        }

        private static void check(LocatedParameter parameter) throws MalformedCheckpointException {
            for (LocatedView view : parameter.views()) {
                long length = length(view);
                if (view.strides().isEmpty()
                        && (length < 0 || length > parameter.size() || view.offset() > parameter.size() - length)) {
                    throw new MalformedCheckpointException("a view lies outside of what it looks into");
                }
            }
        }

        private static long length(LocatedView view) {
            int bits = view.dtype().bits().orElse(0);
            long elements = view.shape().elements().orElse(Long.MAX_VALUE);
            return bits == 0 || elements > Long.MAX_VALUE / bits ? -1 : (elements * bits + 7) / 8;
        }

        private List<TensorEntry> entries(Layout.Extent extent) throws IOException {
            LocatedParameter located = extent.parameter();
            List<Slice> slices = located.size() == 0
                    ? List.of()
                    : List.of(new Slice(key(), channel.size(), extent.offset(), located.size()));
            List<TensorEntry> entries = new ArrayList<>();
            entries.add(new ParameterEntry(
                    located.name(),
                    located.dtype(),
                    located.shape(),
                    located.size(),
                    hash(extent.offset(), located.size()),
                    new Encoding("raw", slices),
                    located.role() == LocatedParameter.Role.STORAGE));
            for (LocatedView view : located.views()) {
                entries.add(new ViewEntry(
                        view.name(),
                        view.dtype(),
                        view.shape(),
                        located.name(),
                        view.offset(),
                        view.strides().isEmpty()
                                ? Optional.of(hash(extent.offset() + view.offset(), length(view)))
                                : Optional.empty(),
                        view.strides()));
            }
            return entries;
        }

        /** Sums everything that is neither a parameter nor follows from one. */
        private FrameEntry frame(String format, Layout layout) throws IOException {
            record Run(long start, long end) {}
            List<Run> runs = new ArrayList<>();
            layout.parameters()
                    .forEach(extent -> runs.add(new Run(
                            extent.offset(),
                            extent.offset() + extent.parameter().size())));
            layout.checksums().forEach(sum -> runs.add(new Run(sum.offset(), sum.offset() + 4)));
            runs.add(new Run(channel.size(), channel.size()));
            runs.sort(Comparator.comparingLong(Run::start).thenComparingLong(Run::end));
            Sha256Digest digest = new Sha256Digest();
            long size = 0;
            long end = 0;
            for (Run run : runs) {
                sum(digest, end, run.start() - end);
                size += run.start() - end;
                end = run.end();
            }
            return new FrameEntry(format, size, digest.finish(), new Encoding("raw", List.of()));
        }

        private Sha256 hash(long offset, long length) throws IOException {
            Sha256Digest digest = new Sha256Digest();
            sum(digest, offset, length);
            return digest.finish();
        }

        private void sum(Sha256Digest digest, long offset, long length) throws IOException {
            byte[] some = new byte[(int) Math.min(length, STEP)];
            long at = offset;
            while (at < offset + length) {
                int read =
                        channel.read(ByteBuffer.wrap(some, 0, (int) Math.min(some.length, offset + length - at)), at);
                if (read < 0) {
                    throw new IOException(file + " became shorter while it was read");
                }
                digest.update(some, 0, read);
                at += read;
            }
        }

        private Sha256 key() {
            return Sha256Digest.of(file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
