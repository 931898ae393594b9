// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Where each part begins in the file, and the bytes of each literal among all. */
    private final long[] starts;

    private final int[] literals;

    /**
     * Finds the checksums.
     *
     * @throws MalformedCheckpointException if the frame is none of the format's
     */
    public FrameSeals(SealedFormat format, Frame frame) throws IOException, MalformedCheckpointException {
        this.frame = frame;
        starts = new long[frame.parts().size()];
        literals = new int[starts.length];
        long end = 0;
        int literal = 0;
        for (int i = 0; i < starts.length; i++) {
            Frame.Part part = frame.parts().get(i);
            starts[i] = end;
            literals[i] = literal;
            literal += part instanceof Frame.Literal bytes ? bytes.length() : 0;
            end += part instanceof Frame.Literal bytes
                    ? bytes.length()
                    : part instanceof Frame.Slot slot ? slot.size() : 4;
        }
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
        for (int i = partAt(seal.from()); i < starts.length && starts[i] < seal.to(); i++) {
            if (!(frame.parts().get(i) instanceof Frame.Literal)) {
                return true;
            }
        }
        return false;
    }

    /** Returns where a byte of the file is among the literals; negative if it is not. */
    private int literalAt(long position) {
        int part = partAt(position);
        return part < starts.length && frame.parts().get(part) instanceof Frame.Literal
                ? literals[part] + (int) (position - starts[part])
                : -1;
    }

    /** Returns the part in which a byte of the file lies; the last one for those beyond. */
    private int partAt(long position) {
        int found = Arrays.binarySearch(starts, position);
        int part = Math.max(0, found >= 0 ? found : -found - 2);
        while (part + 1 < starts.length && starts[part + 1] == position) {
            part++; // behind parameters without a byte
        }
        return part;
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
        byte[] bytes = frame.literals().clone();
        for (int i = 0; i < values.length; i++) {
            byte[] four = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(values[i])
                    .array();
            for (long place : seals.get(i).places()) {
                for (int b = 0; b < 4; b++) {
                    int at = literalAt(place + b);
                    if (at >= 0 && at < bytes.length) {
                        bytes[at] = four[b];
                    }
                }
            }
        }
        return new Frame(frame.parts(), bytes);
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
