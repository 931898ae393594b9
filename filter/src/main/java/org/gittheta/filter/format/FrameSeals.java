// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import org.gittheta.filter.format.SealedFormat.Seal;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.frame.FrameChannel;

/** Blanks the checksums in a frame, or sets them to what the bytes around have. */
public final class FrameSeals {
    private final Frame frame;
    private final List<Seal> seals = new ArrayList<>();

    /**
     * Finds the checksums.
     *
     * @throws MalformedCheckpointException if the frame is none of the format's
     */
    public FrameSeals(SealedFormat format, Frame frame) throws IOException, MalformedCheckpointException {
        this.frame = frame;
        for (Seal seal : format.seals(new FrameChannel(frame))) {
            // Others hold, whatever the parameters are, or follow from one parameter each.
            if (hasOther(seal) && seal.places().stream().anyMatch(place -> literalAt(place) >= 0)) {
                seals.add(seal);
            }
        }
        seals.sort(Comparator.comparingLong(Seal::from));
    }

    /** Tells whether the frame has no checksum that parameters change. */
    public boolean isEmpty() {
        return seals.isEmpty();
    }

    /** Tells whether a stretch has something else than bytes of the frame. */
    private boolean hasOther(Seal seal) {
        long position = 0;
        for (Frame.Part part : frame.parts()) {
            long end = position + length(part);
            if (!(part instanceof Frame.Literal) && position < seal.to() && end > seal.from()) {
                return true;
            }
            position = end;
        }
        return false;
    }

    private static long length(Frame.Part part) {
        return part instanceof Frame.Literal bytes ? bytes.length() : part instanceof Frame.Slot slot ? slot.size() : 4;
    }

    /** Returns where a byte of the file is among the literals; negative if it is not. */
    private int literalAt(long position) {
        long end = 0;
        int literal = 0;
        for (Frame.Part part : frame.parts()) {
            long length = length(part);
            if (position < end + length) {
                return part instanceof Frame.Literal ? literal + (int) (position - end) : -1;
            }
            end += length;
            literal += part instanceof Frame.Literal ? (int) length : 0;
        }
        return -1;
    }

    /** Writes the file of the frame. */
    public interface Writer {
        /** Writes it from the first byte to the last. */
        void write(WritableByteChannel out) throws IOException;
    }

    /** Returns the frame with zeros for checksums. */
    public Frame blank() {
        return with(new int[seals.size()]);
    }

    /** Returns the frame with the checksums of a file. */
    public Frame of(Writer file) throws IOException {
        Sums sums = new Sums();
        file.write(sums);
        return with(sums.values);
    }

    private Frame with(int[] values) {
        byte[] literals = frame.literals().clone();
        for (int i = 0; i < values.length; i++) {
            byte[] four = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(values[i])
                    .array();
            for (long place : seals.get(i).places()) {
                for (int b = 0; b < 4; b++) {
                    int at = literalAt(place + b);
                    if (at >= 0) {
                        literals[at] = four[b];
                    }
                }
            }
        }
        return new Frame(frame.parts(), literals);
    }

    /** Sums the stretches of what is written to it. */
    private final class Sums implements WritableByteChannel {
        private final int[] values = new int[seals.size()];
        private final CRC32 crc = new CRC32();
        private long position;
        private int next;

        @Override
        public int write(ByteBuffer from) {
            int all = from.remaining();
            while (from.hasRemaining()) {
                endDue();
                Seal seal = next < seals.size() ? seals.get(next) : null;
                boolean isInside = seal != null && position >= seal.from();
                long until = seal == null ? Long.MAX_VALUE : isInside ? seal.to() : seal.from();
                int count = (int) Math.min(from.remaining(), until - position);
                ByteBuffer part = from.slice(from.position(), count);
                if (isInside) {
                    crc.update(part);
                }
                from.position(from.position() + count);
                position += count;
            }
            endDue();
            return all;
        }

        private void endDue() {
            while (next < seals.size() && position >= seals.get(next).to()) {
                values[next++] = (int) crc.getValue();
                crc.reset();
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
