// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.CheckpointFormat.Access;

/** Runs a format over a file in memory. */
public final class FormatRunner {
    private static final int MOST_FRAME_BYTES = 1 << 24;

    private FormatRunner() {}

    /** Asks a format whether it knows a file. */
    public static Access recognise(CheckpointFormat format, byte[] file) {
        byte[] prefix = Arrays.copyOf(file, Math.min(file.length, CheckpointFormat.PREFIX_BYTES));
        return format.recognise(ByteBuffer.wrap(prefix).asReadOnlyBuffer());
    }

    /** Locates the parameters in the way the format asks for; a file of another format has a layout of nothing. */
    public static Layout locate(CheckpointFormat format, byte[] file) throws MalformedCheckpointException {
        return switch (recognise(format, file)) {
            case NONE -> new Layout(List.of(), List.of());
            case STREAMED -> stream((StreamedFormat) format, file);
            case SEEKABLE -> seek((SeekableFormat) format, file);
        };
    }

    /** Locates the parameters from front to back. */
    public static Layout stream(StreamedFormat format, byte[] file) throws MalformedCheckpointException {
        return stream(format, new SparseFile(file));
    }

    /** Locates the parameters from front to back. */
    public static Layout stream(StreamedFormat format, SparseFile file) throws MalformedCheckpointException {
        RecordingInput input = new RecordingInput(file, MOST_FRAME_BYTES);
        try {
            format.locate(input);
        } catch (IOException e) {
            throw new AssertionError("a file in memory cannot fail", e);
        }
        return input.layout();
    }

    /** Locates the parameters at any position. */
    public static Layout seek(SeekableFormat format, byte[] file) throws MalformedCheckpointException {
        return seek(format, new SparseFile(file));
    }

    /** Locates the parameters at any position. */
    public static Layout seek(SeekableFormat format, SparseFile file) throws MalformedCheckpointException {
        try {
            return format.locate(file);
        } catch (IOException e) {
            throw new AssertionError("a file in memory cannot fail", e);
        }
    }
}
