// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;

/** Knows where the entries of a zip file lie, and that none overlaps another. */
public final class ZipPlaces {
    private final ChannelBytes file;
    private final List<ZipEntryPlace> entries;

    private ZipPlaces(ChannelBytes file, List<ZipEntryPlace> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads the central directory and the local headers.
     *
     * @param channel the whole file; it stays open
     * @throws MalformedCheckpointException if it is no zip file, or its entries overlap
     */
    public static ZipPlaces read(SeekableByteChannel channel) throws IOException, MalformedCheckpointException {
        ChannelBytes file = new ChannelBytes(channel);
        List<CentralHeader> headers = ZipDirectory.read(file);
        List<ZipEntryPlace> entries = new ArrayList<>();
        List<Region> regions = new ArrayList<>();
        for (CentralHeader header : headers) {
            ZipEntryPlace entry = place(file, header);
            long descriptor = entry.crcOffsets().get(0) == header.crcOffset() ? 0 : 8;
            entries.add(entry);
            regions.add(new Region(header.localOffset(), entry.dataOffset() + entry.compressedSize() + descriptor));
        }
        regions.sort(Comparator.comparingLong(Region::start));
        long end = 0;
        for (Region region : regions) {
            if (region.start() < end) {
                throw new MalformedCheckpointException("two entries of the zip file overlap");
            }
            end = region.end();
        }
        return new ZipPlaces(file, entries);
    }

    private record Region(long start, long end) {}

    /** Returns the entries in the order of the central directory. */
    public List<ZipEntryPlace> entries() {
        return entries;
    }

    /**
     * Unpacks an entry.
     *
     * @param most the most bytes to give
     * @throws MalformedCheckpointException if it has more, or cannot be unpacked
     */
    public byte[] unpack(ZipEntryPlace entry, int most) throws IOException, MalformedCheckpointException {
        if (entry.size() > most || entry.compressedSize() > most) {
            throw new MalformedCheckpointException("the record " + entry.name() + " is longer than " + most + " bytes");
        }
        byte[] packed =
                file.read(entry.dataOffset(), (int) entry.compressedSize()).array();
        if (entry.isStored()) {
            return packed;
        }
        if (entry.method() != ZipRecords.DEFLATED) {
            throw new MalformedCheckpointException("the record " + entry.name() + " is compressed in an unknown way");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[(int) entry.size()];
            int done = 0;
            while (done < bytes.length) {
                int more = inflater.inflate(bytes, done, bytes.length - done);
                if (more == 0) {
                    throw new MalformedCheckpointException("the record " + entry.name() + " ends too early");
                }
                done += more;
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new MalformedCheckpointException("the record " + entry.name() + " cannot be inflated");
        } finally {
            inflater.end();
        }
    }

    private static ZipEntryPlace place(ChannelBytes file, CentralHeader central)
            throws IOException, MalformedCheckpointException {
        byte[] fixed = file.read(central.localOffset(), LocalHeader.FIXED_BYTES).array();
        LocalHeader.Lengths lengths = LocalHeader.lengths(fixed);
        long rest = central.localOffset() + LocalHeader.FIXED_BYTES;
        ByteBuffer variable = file.read(rest, lengths.name() + lengths.extra());
        byte[] name = new byte[lengths.name()];
        byte[] extra = new byte[lengths.extra()];
        variable.get(name).get(extra);
        LocalHeader local = LocalHeader.parse(fixed, name, extra);
        boolean agree = ByteBuffer.wrap(fixed).getInt(0) == Integer.reverseBytes(ZipRecords.LOCAL)
                && local.name().equals(central.name())
                && local.method() == central.method();
        if (!agree) {
            throw new MalformedCheckpointException("the zip directory points to what is not the entry it names");
        }
        long data = rest + lengths.name() + lengths.extra();
        if (central.compressedSize() > central.crcOffset() - CentralHeader.CRC_AT - data) {
            throw new MalformedCheckpointException("an entry of the zip file points past the directory");
        }
        if (central.method() == ZipRecords.STORED && central.compressedSize() != central.size()) {
            throw new MalformedCheckpointException("a stored entry of the zip file has two sizes");
        }
        List<Long> checksums = new ArrayList<>();
        long end = data + central.compressedSize();
        if (local.hasDescriptor() && file.read(end, 4).getInt() == ZipRecords.DESCRIPTOR) {
            checksums.add(end + 4);
        }
        checksums.add(central.crcOffset());
        return new ZipEntryPlace(
                central.name(),
                central.method(),
                data,
                central.compressedSize(),
                central.size(),
                checksums,
                local.hasDescriptor()
                        ? OptionalLong.empty()
                        : OptionalLong.of(central.localOffset() + LocalHeader.CRC_AT));
    }
}
