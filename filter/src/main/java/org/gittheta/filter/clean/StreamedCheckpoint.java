// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.frame.FrameBuilder;
import org.gittheta.filter.frame.FrameFormat;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Collects frame and parameters of one file while it is read, and makes the stub in the end. */
final class StreamedCheckpoint implements CheckpointInput {
    /** The format's name for a file that no format reads. */
    static final String OPAQUE = "opaque";

    private static final ParameterName CONTENT = new ParameterName("content");
    private static final int LARGEST_FRAME = 1 << 25;

    /** What a line of a stub takes at most beside the name, as a rule; it only has to keep stubs readable. */
    private static final int LONGEST_REST_OF_LINE = 320;

    private final InputStream in;
    private final ParameterStore parameters;
    private final Ahead whole;
    private final FrameBuilder frame = new FrameBuilder();
    private final Map<ParameterName, Declared> declared = new LinkedHashMap<>();
    private final Set<ParameterName> names = new HashSet<>();
    private final Set<ParameterName> checksummed = new HashSet<>();
    private long position;
    private long stubBytes;

    /** Pairs what a format said of a parameter with what became of it. */
    private record Declared(
            LocatedParameter located, Map<ParameterName, ByteRange> ranges, ParameterStore.Accepted accepted) {}

    /**
     * Begins with a file.
     *
     * @param in the file, from its first byte
     * @param whole reads the same file at any position, if that is possible
     */
    StreamedCheckpoint(InputStream in, ParameterStore parameters, Ahead whole) {
        this.in = in;
        this.parameters = parameters;
        this.whole = whole;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public int readFrameByte() throws IOException, MalformedCheckpointException {
        room(1);
        int value = in.read();
        if (value >= 0) {
            frame.literal(value);
            position++;
        }
        return value;
    }

    @Override
    public byte[] readFrame(long length) throws IOException, MalformedCheckpointException {
        room(length);
        byte[] bytes = in.readNBytes((int) length);
        frame.literal(bytes, 0, bytes.length);
        position += bytes.length;
        if (bytes.length < length) {
            throw cutOff();
        }
        return bytes;
    }

    /** Puts the next bytes into the frame without giving them to anyone. */
    void skipFrame(long length) throws IOException, MalformedCheckpointException {
        readFrame(length);
    }

    private void room(long length) throws MalformedCheckpointException {
        if (length < 0 || length > LARGEST_FRAME - frame.literalBytes()) {
            throw new MalformedCheckpointException(
                    "more than " + (LARGEST_FRAME >> 20) + " MiB of it are no parameters");
        }
    }

    private static MalformedCheckpointException cutOff() {
        return new MalformedCheckpointException("the file is cut off");
    }

    @Override
    public void parameter(LocatedParameter parameter) throws IOException, MalformedCheckpointException {
        Map<ParameterName, ByteRange> ranges = new HashMap<>();
        declareName(parameter.name());
        for (LocatedView view : parameter.views()) {
            declareName(view.name());
            if (view.strides().isEmpty()) {
                ranges.put(view.name(), rangeOf(view, parameter.size()));
            }
        }
        ParameterStore.Accepted accepted = parameters.accept(in, parameter, Set.copyOf(ranges.values()), ahead());
        position += accepted.size();
        frame.slot(parameter.name(), accepted.size());
        declared.put(parameter.name(), new Declared(parameter, ranges, accepted));
        if (accepted.size() < parameter.size()) {
            throw cutOff();
        }
    }

    private Ahead ahead() {
        long start = position;
        return (at, into) -> whole.read(start + at, into);
    }

    private void declareName(ParameterName name) throws MalformedCheckpointException {
        if (!names.add(name)) {
            throw new MalformedCheckpointException("two tensors have one name");
        }
        stubBytes += name.escaped().length() + LONGEST_REST_OF_LINE;
        if (stubBytes > StubFormat.LARGEST_BYTES - EncodingChoice.MOST_LINE_BYTES) {
            throw new MalformedCheckpointException("it has more tensors than a stub can list");
        }
    }

    private static ByteRange rangeOf(LocatedView view, long size) throws MalformedCheckpointException {
        long elements = view.shape().elements().orElse(Long.MAX_VALUE);
        int bits = view.dtype().bits().orElse(0);
        long length = bits == 0 || elements > size * 8 / bits ? Long.MAX_VALUE : (elements * bits + 7) / 8;
        if (length > size || view.offset() > size - length) {
            throw new MalformedCheckpointException("a view lies outside of what it looks into");
        }
        return new ByteRange(view.offset(), length);
    }

    @Override
    public void crc32Of(ParameterName parameter) throws IOException, MalformedCheckpointException {
        Declared of = declared.get(parameter);
        if (of == null || !of.located().withCrc32()) {
            throw new IllegalStateException("no checksum was asked for " + parameter);
        }
        room(4);
        byte[] four = in.readNBytes(4);
        position += four.length;
        if (four.length < 4) {
            frame.literal(four, 0, four.length);
            throw cutOff();
        }
        frame.maybeCrc32(parameter, four);
        checksummed.add(parameter);
    }

    /** Reads what the format left of the file into the frame. */
    void rest() throws IOException, MalformedCheckpointException {
        byte[] some = new byte[8192];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            frame.literal(some, 0, read);
            position += read;
            room(0);
        }
    }

    /** Reads the whole file, of so many bytes, as one parameter and returns its stub. */
    Stub opaque(long size) throws IOException {
        LocatedParameter content = new LocatedParameter(CONTENT, DType.U8, Shape.of(size), size);
        ParameterStore.Accepted accepted = parameters.accept(in, content, Set.of(), ahead());
        if (accepted.size() < size) {
            throw new EOFException("a temporary file was cut off");
        }
        frame.slot(CONTENT, size);
        declared.put(CONTENT, new Declared(content, Map.of(), accepted));
        return stub(OPAQUE);
    }

    /** Waits for all parameters, stores the frame and returns the stub of what was read. */
    Stub stub(String format) throws IOException {
        Map<ParameterName, Long> crc32s = new HashMap<>();
        for (ParameterName name : checksummed) {
            crc32s.put(name, Workers.await(declared.get(name).accepted().crc32()));
        }
        byte[] encoded = FrameFormat.write(frame.build(crc32s::get));
        ParameterStore.Accepted storing = parameters.accept(encoded);
        parameters.finishShared();
        StoredParameter storedFrame = Workers.await(storing.stored());
        List<TensorEntry> tensors = new ArrayList<>();
        // One content has one encoding in a file, the first one's, whoever looks for it there later: the same bytes may
        // have been encoded as two types.
        Map<Sha256, StoredParameter> first = new HashMap<>();
        for (Declared of : declared.values()) {
            StoredParameter stored = Workers.await(of.accepted().stored());
            StoredParameter same = first.putIfAbsent(stored.sha256(), stored);
            tensors.addAll(entries(of, same == null ? stored : stored.storedAs(same.encoding())));
        }
        return new Stub(new FrameEntry(format, encoded.length, storedFrame.sha256(), storedFrame.encoding()), tensors);
    }

    private static List<TensorEntry> entries(Declared of, StoredParameter stored) {
        LocatedParameter located = of.located();
        List<TensorEntry> entries = new ArrayList<>();
        entries.add(new ParameterEntry(
                located.name(),
                located.dtype(),
                located.shape(),
                stored.size(),
                stored.sha256(),
                stored.encoding(),
                located.role() == LocatedParameter.Role.STORAGE));
        for (LocatedView view : located.views()) {
            entries.add(new ViewEntry(
                    view.name(),
                    view.dtype(),
                    view.shape(),
                    located.name(),
                    view.offset(),
                    Optional.ofNullable(of.ranges().get(view.name())).map(stored::hashOf),
                    view.strides()));
        }
        return entries;
    }
}
