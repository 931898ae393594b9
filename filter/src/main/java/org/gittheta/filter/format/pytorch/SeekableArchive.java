// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleSource;
import org.gittheta.filter.format.zip.ZipEntryPlace;
import org.gittheta.filter.format.zip.ZipPlaces;

/** Reads an archive by its directory, in whatever order its records lie. */
final class SeekableArchive {
    private static final Pattern OBJECT = Pattern.compile("[^/]+/data\\.pkl");

    private final ZipPlaces zip;
    private final String folder;
    private final NameBook book = new NameBook();
    private final List<Extent> extents = new ArrayList<>();
    private final List<Checksum> checksums = new ArrayList<>();

    private SeekableArchive(ZipPlaces zip, String folder) {
        this.zip = zip;
        this.folder = folder;
    }

    static Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        ZipPlaces zip = ZipPlaces.read(file);
        List<String> objects = zip.entries().stream()
                .map(ZipEntryPlace::name)
                .filter(name -> OBJECT.matcher(name).matches())
                .toList();
        if (objects.isEmpty()) {
            throw new MalformedCheckpointException("a zip file without data.pkl");
        }
        if (objects.size() > 1) {
            throw new MalformedCheckpointException("it has two objects");
        }
        String object = objects.get(0);
        return new SeekableArchive(zip, object.substring(0, object.lastIndexOf('/') + 1)).locate();
    }

    /** Reads the numbers and texts of the object, and which version of the format its records name. */
    static Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        ZipPlaces zip = ZipPlaces.read(file);
        Facts facts = new Facts();
        for (ZipEntryPlace entry : zip.entries()) {
            if (OBJECT.matcher(entry.name()).matches()) {
                PickleSource source = PickleSource.of(zip.unpack(entry, Pickle.MOST_BYTES));
                PickleFacts.add(Pickle.read(source).root(), "", facts);
            }
        }
        return facts.map();
    }

    private Layout locate() throws IOException, MalformedCheckpointException {
        Map<String, ZipEntryPlace> byName = new HashMap<>();
        for (ZipEntryPlace entry : zip.entries()) {
            if (byName.put(entry.name(), entry) != null) {
                throw new MalformedCheckpointException("it has two records of one name");
            }
        }
        // Names are given in this order, so that the object's tensors keep theirs.
        Map<String, StoragePlan> plans = new HashMap<>();
        plan(byName.get(folder + "data.pkl"), "", "data/", plans);
        plan(byName.get(folder + "constants.pkl"), "constants", "constants/", plans);
        Set<String> pickles = Set.of(folder + "data.pkl", folder + "constants.pkl");
        Set<String> missing = new HashSet<>(plans.keySet());
        for (ZipEntryPlace entry : zip.entries()) {
            missing.remove(entry.name());
            StoragePlan plan = plans.get(entry.name());
            if (plan != null && entry.isStored()) {
                addStorage(entry, plan);
            } else if (OtherRecord.isLarge(entry.compressedSize()) && !pickles.contains(entry.name())) {
                LocatedParameter record = OtherRecord.of(entry.name(), entry.compressedSize(), folder, book);
                extents.add(new Extent(entry.dataOffset(), record));
            }
        }
        if (!missing.isEmpty()) {
            throw new MalformedCheckpointException("it lacks a storage that its object uses");
        }
        return new Layout(extents, checksums);
    }

    private void plan(ZipEntryPlace pickle, String rootName, String storages, Map<String, StoragePlan> plans)
            throws IOException, MalformedCheckpointException {
        if (pickle != null) {
            PickleSource source = PickleSource.of(zip.unpack(pickle, Pickle.MOST_BYTES));
            StoragePlan.of(Pickle.read(source), rootName, book, true)
                    .forEach((key, plan) -> plans.put(folder + storages + key, plan));
        }
    }

    private void addStorage(ZipEntryPlace entry, StoragePlan plan) throws MalformedCheckpointException {
        if (entry.size() != plan.bytes()) {
            throw new MalformedCheckpointException("a storage is not as long as its object says");
        }
        long offset = entry.dataOffset();
        for (LocatedParameter run : plan.runs()) {
            extents.add(new Extent(offset, run));
            offset += run.size();
        }
        plan.checked()
                .ifPresent(parameter -> entry.crcOffsets().stream()
                        .map(crc -> new Checksum(crc, parameter))
                        .forEach(checksums::add));
    }
}
