// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.ParameterName;

/** Walks a channel from front to back and notes the layout, for a format that reads both ways. */
public final class ChannelInput implements CheckpointInput {
    private static final int LONGEST_RUN = 1 << 25;

    private final ChannelBytes bytes;
    private final List<Extent> parameters = new ArrayList<>();
    private final List<Checksum> checksums = new ArrayList<>();
    private long position;

    /** Takes the bytes, and begins at their first. */
    public ChannelInput(ChannelBytes bytes) {
        this.bytes = bytes;
    }

    /** Returns what was declared. */
    public Layout layout() {
        return new Layout(parameters, checksums);
    }

    @Override
    public long position() {
        return position;
    }

    /** Goes to another offset, which may lie before. */
    public void position(long offset) throws MalformedCheckpointException {
        if (offset < 0 || offset > bytes.size()) {
            throw cutOff();
        }
        position = offset;
    }

    @Override
    public int readFrameByte() throws IOException, MalformedCheckpointException {
        return position == bytes.size() ? -1 : readFrame(1)[0] & 0xFF;
    }

    @Override
    public byte[] readFrame(long length) throws IOException, MalformedCheckpointException {
        if (length < 0 || length > LONGEST_RUN) {
            throw new MalformedCheckpointException(
                    "more than " + (LONGEST_RUN >> 20) + " MiB of it in a row are no parameters");
        }
        byte[] run = bytes.read(position, (int) length).array();
        position += length;
        return run;
    }

    @Override
    public void parameter(LocatedParameter parameter) throws MalformedCheckpointException {
        parameters.add(new Extent(position, parameter));
        if (parameter.size() > bytes.size() - position) {
            throw cutOff();
        }
        position += parameter.size();
    }

    @Override
    public void crc32Of(ParameterName parameter) throws MalformedCheckpointException {
        checksums.add(new Checksum(position, parameter));
        position(position + 4);
    }

    private static MalformedCheckpointException cutOff() {
        return new MalformedCheckpointException("the file is cut off");
    }
}
