// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.zip.CentralHeader;
import org.gittheta.filter.format.zip.LocalHeader;
import org.gittheta.filter.format.zip.ZipRecords;
import org.gittheta.storage.tensor.ParameterName;

/** Reads an archive whose first record is the pickle, from front to back. */
final class StreamedArchive {
    private static final String OBJECT = "data.pkl";

    private final CheckpointInput input;
    private final NameBook book;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> storages = new HashSet<>();
    private String folder;
    private Map<String, StoragePlan> plans;
    private int listed;

    /** Is a record that was read, and the parameter that is all of it. */
    private record Entry(ByteBuffer name, Optional<ParameterName> parameter) {}

    private StreamedArchive(CheckpointInput input, NameBook book) {
        this.input = input;
        this.book = book;
    }

    /** Reads an archive, and those that follow right after it: a distributed checkpoint has one for each tensor. */
    static void locateAll(CheckpointInput input) throws IOException, MalformedCheckpointException {
        NameBook book = new NameBook();
        byte[] signature = input.readFrame(4);
        do {
            new StreamedArchive(input, book).locate(signature);
            signature = next(input);
        } while (signature.length == 4 && littleEndian(signature).getInt(0) == ZipRecords.LOCAL);
    }

    /** Reads the next four bytes, or those that are left. */
    private static byte[] next(CheckpointInput input) throws IOException, MalformedCheckpointException {
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int b = input.readFrameByte();
            if (b < 0) {
                return Arrays.copyOf(bytes, i);
            }
            bytes[i] = (byte) b;
        }
        return bytes;
    }

    private void locate(byte[] first) throws IOException, MalformedCheckpointException {
        byte[] signature = first;
        while (true) {
            switch (littleEndian(signature).getInt()) {
                case ZipRecords.LOCAL -> readEntry(signature);
                case ZipRecords.CENTRAL -> readCentral(signature);
                case ZipRecords.END64 -> readEnd64();
                case ZipRecords.LOCATOR64 -> input.readFrame(16);
                case ZipRecords.END -> {
                    readEnd();
                    return;
                }
                default -> throw new MalformedCheckpointException("it has something else where a zip record should be");
            }
            signature = input.readFrame(4);
        }
    }

    private void readEntry(byte[] signature) throws IOException, MalformedCheckpointException {
        if (listed > 0) {
            throw new MalformedCheckpointException("it has a zip entry after the zip directory");
        }
        byte[] fixed = join(signature, input.readFrame(LocalHeader.FIXED_BYTES - 4));
        LocalHeader.Lengths lengths = LocalHeader.lengths(fixed);
        byte[] name = input.readFrame(lengths.name());
        LocalHeader header = LocalHeader.parse(fixed, name, input.readFrame(lengths.extra()));
        if (plans == null) {
            readObject(header);
            entries.add(new Entry(ByteBuffer.wrap(name), Optional.empty()));
        } else if (header.name().startsWith(folder + "data/")) {
            entries.add(new Entry(ByteBuffer.wrap(name), readStorage(header)));
        } else {
            entries.add(new Entry(ByteBuffer.wrap(name), readOther(header)));
        }
    }

    private void readObject(LocalHeader header) throws IOException, MalformedCheckpointException {
        if (!header.name().endsWith("/" + OBJECT) || header.method() != ZipRecords.STORED) {
            throw new MalformedCheckpointException("its first record is not the object");
        }
        folder = header.name().substring(0, header.name().length() - OBJECT.length());
        FrameRecord record = new FrameRecord(input, header);
        Pickle pickle = Pickle.read(record);
        record.finish();
        plans = StoragePlan.of(pickle, "", book, true);
    }

    private Optional<ParameterName> readStorage(LocalHeader header) throws IOException, MalformedCheckpointException {
        String key = header.name().substring(folder.length() + "data/".length());
        StoragePlan plan = plans.get(key);
        if (plan == null || !storages.add(key)) {
            throw new MalformedCheckpointException("it has a storage that its object does not use, or one twice");
        }
        if (header.method() != ZipRecords.STORED || (!header.hasDescriptor() && !sizesAre(header, plan.bytes()))) {
            throw new MalformedCheckpointException("a storage is not as long as its object says");
        }
        for (LocatedParameter run : plan.runs()) {
            input.parameter(run);
        }
        if (plan.runs().isEmpty()) {
            input.readFrame(plan.bytes());
        }
        Optional<ParameterName> parameter = plan.checked();
        if (header.hasDescriptor()) {
            readDescriptor(header, plan.bytes(), parameter);
        }
        return parameter;
    }

    private void readDescriptor(LocalHeader header, long size, Optional<ParameterName> parameter)
            throws IOException, MalformedCheckpointException {
        byte[] signature = input.readFrame(4);
        readCrc(parameter);
        byte[] sizes = input.readFrame(header.descriptorBytes() - 8);
        // The checksum is judged by the input; whatever it is, it keeps its place.
        ByteBuffer whole = littleEndian(join(join(signature, new byte[4]), sizes));
        if (!FrameRecord.isDescriptor(whole, header.wideDescriptor(), size)) {
            throw new MalformedCheckpointException("a storage is not as long as its object says");
        }
    }

    private Optional<ParameterName> readOther(LocalHeader header) throws IOException, MalformedCheckpointException {
        if (header.name().equals(folder + OBJECT)) {
            throw new MalformedCheckpointException("it has two objects");
        }
        if (header.hasDescriptor()) {
            if (header.method() != ZipRecords.STORED) {
                throw new MalformedCheckpointException("it has a deflated record of unknown size");
            }
            new FrameRecord(input, header).finish();
        } else if (OtherRecord.isLarge(header.compressedSize())) {
            input.parameter(OtherRecord.of(header.name(), header.compressedSize(), folder, book));
        } else {
            input.readFrame(header.compressedSize());
        }
        return Optional.empty();
    }

    private void readCentral(byte[] signature) throws IOException, MalformedCheckpointException {
        // The name comes after the checksum, so the order of the records must tell whose it is.
        if (listed == entries.size()) {
            throw new MalformedCheckpointException("its zip directory has more entries than it");
        }
        Entry entry = entries.get(listed++);
        byte[] before = join(signature, input.readFrame(CentralHeader.CRC_AT - 4));
        readCrc(entry.parameter());
        byte[] after = input.readFrame(CentralHeader.FIXED_BYTES - CentralHeader.CRC_AT - 4);
        byte[] fixed = join(join(before, new byte[4]), after);
        byte[] rest = input.readFrame(CentralHeader.variableBytes(fixed));
        int nameLength = Short.toUnsignedInt(littleEndian(fixed).getShort(28));
        boolean same = nameLength == entry.name().remaining()
                && ByteBuffer.wrap(rest, 0, nameLength).equals(entry.name());
        if (!same) {
            throw new MalformedCheckpointException("its zip directory has the entries in another order");
        }
    }

    private void readCrc(Optional<ParameterName> parameter) throws IOException, MalformedCheckpointException {
        if (parameter.isPresent()) {
            input.crc32Of(parameter.get());
        } else {
            input.readFrame(4);
        }
    }

    private void readEnd64() throws IOException, MalformedCheckpointException {
        long size = littleEndian(input.readFrame(8)).getLong();
        if (size < 0) {
            throw new MalformedCheckpointException("its ZIP64 end has a negative size");
        }
        input.readFrame(size);
    }

    private void readEnd() throws IOException, MalformedCheckpointException {
        byte[] end = input.readFrame(18);
        input.readFrame(Short.toUnsignedInt(littleEndian(end).getShort(16)));
        if (plans == null || listed != entries.size()) {
            throw new MalformedCheckpointException("its zip directory has fewer entries than it");
        }
        if (storages.size() != plans.size()) {
            throw new MalformedCheckpointException("it lacks a storage that its object uses");
        }
    }

    private static boolean sizesAre(LocalHeader header, long size) {
        return header.size() == size && header.compressedSize() == size;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
