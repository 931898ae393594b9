// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.storage.tensor.ParameterName;

/** Is a checkpoint in memory that keeps what a format says of it, and holds the format to the rules of the input. */
public final class RecordingInput implements CheckpointInput {
    private final SparseFile file;
    private final long frameLimit;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final List<Extent> parameters = new ArrayList<>();
    private final List<Checksum> checksums = new ArrayList<>();
    private final Map<ParameterName, LocatedParameter> declared = new HashMap<>();
    private final Set<ParameterName> names = new HashSet<>();

    /** Takes a file whose frame may be as long as itself. */
    public RecordingInput(byte[] file) {
        this(new SparseFile(file), file.length);
    }

    /** Takes a file whose frame may have so many bytes. */
    public RecordingInput(SparseFile file, long frameLimit) {
        this.file = file.position(0);
        this.frameLimit = frameLimit;
    }

    /** Returns what was said. */
    public Layout layout() {
        return new Layout(parameters, checksums);
    }

    /** Returns the bytes that were read into the frame. */
    public byte[] frame() {
        return frame.toByteArray();
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public int readFrameByte() throws MalformedCheckpointException {
        return file.position() == file.size() ? -1 : readFrame(1)[0] & 0xFF;
    }

    @Override
    public byte[] readFrame(long length) throws MalformedCheckpointException {
        if (length < 0) {
            throw new IllegalArgumentException("negative length");
        }
        if (length > frameLimit - frame.size()) {
            throw new MalformedCheckpointException("the frame is too long");
        }
        byte[] bytes = take((int) length);
        frame.writeBytes(bytes);
        return bytes;
    }

    @Override
    public void parameter(LocatedParameter parameter) throws MalformedCheckpointException {
        if (!names.add(parameter.name())) {
            throw new IllegalStateException("declared twice: " + parameter.name());
        }
        for (LocatedView view : parameter.views()) {
            if (!names.add(view.name())) {
                throw new IllegalStateException("declared twice: " + view.name());
            }
        }
        long offset = file.position();
        require(parameter.size());
        file.position(offset + parameter.size());
        declared.put(parameter.name(), parameter);
        parameters.add(new Extent(offset, parameter));
    }

    @Override
    public void crc32Of(ParameterName parameter) throws MalformedCheckpointException {
        if (!declared.containsKey(parameter) || !declared.get(parameter).withCrc32()) {
            throw new IllegalStateException("not declared with a checksum: " + parameter);
        }
        checksums.add(new Checksum(file.position(), parameter));
        frame.writeBytes(take(4));
    }

    private byte[] take(int length) throws MalformedCheckpointException {
        require(length);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(bytes);
        return bytes.array();
    }

    private void require(long length) throws MalformedCheckpointException {
        if (length > file.size() - file.position()) {
            throw new MalformedCheckpointException("the file ends too early");
        }
    }
}
