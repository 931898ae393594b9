// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.FactChange;
import org.gittheta.filter.diff.Pairing;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.statistics.DeltaHistogram;
import org.gittheta.filter.shards.ShardName;
import org.gittheta.filter.shards.ShardedModel;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;

/** Compares the stubs of changed files. */
public final class DiffReader {
    private final BlobReader blobs;
    private final Predicate<String> names;

    /** Takes where stubs are read, and which parameters to look at. */
    public DiffReader(BlobReader blobs, Predicate<String> names) {
        this.blobs = blobs;
        this.names = names;
    }

    /**
     * Holds the two stubs of a file and what differs.
     *
     * @param file the file
     * @param before its stub before, without parameters if it was not there
     * @param after its stub now, likewise
     * @param changes what differs
     * @param filesBefore the stubs that the one before was made of: itself, those of a model's files, or none
     * @param filesAfter likewise
     */
    public record Compared(
            ChangedFile file,
            Stub before,
            Stub after,
            List<ParameterChange> changes,
            List<Stub> filesBefore,
            List<Stub> filesAfter) {
        /** Copies the lists. */
        public Compared {
            changes = List.copyOf(changes);
            filesBefore = List.copyOf(filesBefore);
            filesAfter = List.copyOf(filesAfter);
        }

        /** Tells whether it is a model in several files, whose frames say where each parameter lies. */
        private boolean isSharded() {
            return ShardedModel.is(before) || ShardedModel.is(after);
        }
    }

    /**
     * Returns the files of which a side is a stub, and the other is one, too, or is not there. Files that are parts of one model by
     * their names are taken as one file, under the name of the model's index.
     */
    public List<Compared> compare(List<ChangedFile> files) throws IOException {
        Map<String, List<ChangedFile>> together = new LinkedHashMap<>();
        for (ChangedFile file : files) {
            String key = ShardName.of(file.path()).map(ShardName::index).orElse(file.path());
            together.computeIfAbsent(key, path -> new ArrayList<>()).add(file);
        }
        List<Compared> compared = new ArrayList<>();
        for (Map.Entry<String, List<ChangedFile>> model : together.entrySet()) {
            SortedMap<String, Stub> before = new TreeMap<>();
            SortedMap<String, Stub> after = new TreeMap<>();
            for (ChangedFile file : model.getValue()) {
                add(file, before, after);
            }
            if (!before.isEmpty() || !after.isEmpty()) {
                ChangedFile first = model.getValue().get(0);
                boolean isSharded = ShardName.of(first.path()).isPresent();
                compared.add(compare(
                        isSharded ? first.asModel(model.getKey(), !before.isEmpty(), !after.isEmpty()) : first,
                        isSharded,
                        before,
                        after));
            }
        }
        return compared;
    }

    private void add(ChangedFile file, SortedMap<String, Stub> before, SortedMap<String, Stub> after)
            throws IOException {
        Optional<Stub> old = file.hasOld() ? stub(file.oldOid()) : Optional.empty();
        Optional<Stub> now = file.hasNew() ? stub(file.oid()) : Optional.empty();
        if (old.isPresent() == file.hasOld() && now.isPresent() == file.hasNew()) {
            old.ifPresent(stub -> before.put(file.oldPath(), stub));
            now.ifPresent(stub -> after.put(file.path(), stub));
        }
    }

    private Compared compare(
            ChangedFile file, boolean isSharded, SortedMap<String, Stub> before, SortedMap<String, Stub> after) {
        Optional<Stub> old = one(isSharded, before);
        Optional<Stub> now = one(isSharded, after);
        return compare(
                file,
                old.orElseGet(() -> nothing(now.orElseThrow())),
                now.orElseGet(() -> nothing(old.orElseThrow())),
                names,
                List.copyOf(before.values()),
                List.copyOf(after.values()));
    }

    private static Optional<Stub> one(boolean isSharded, SortedMap<String, Stub> stubs) {
        return isSharded && !stubs.isEmpty()
                ? Optional.of(ShardedModel.of(stubs))
                : stubs.values().stream().findFirst();
    }

    /** Compares two stubs, in the parameters of some names. */
    static Compared compare(ChangedFile file, Stub before, Stub after, Predicate<String> names) {
        return compare(file, before, after, names, List.of(before), List.of(after));
    }

    private static Compared compare(
            ChangedFile file,
            Stub before,
            Stub after,
            Predicate<String> names,
            List<Stub> filesBefore,
            List<Stub> filesAfter) {
        return new Compared(
                file,
                before,
                after,
                Pairing.between(before, after).stream()
                        .filter(change -> isNamed(change, names))
                        .toList(),
                filesBefore,
                filesAfter);
    }

    private static boolean isNamed(ParameterChange change, Predicate<String> names) {
        return names.test(change.latest().name().text())
                || change.before().filter(old -> names.test(old.name().text())).isPresent();
    }

    private Optional<Stub> stub(String oid) throws IOException {
        return blobs.read(oid) instanceof BlobContent.Stubbed stubbed ? Optional.of(stubbed.stub()) : Optional.empty();
    }

    private static Stub nothing(Stub like) {
        FrameEntry frame = like.frame();
        return new Stub(frame, List.of());
    }

    /** Tells whether a file is of the same format on both sides and says something else beside its parameters. */
    private static boolean isFrameChanged(Compared one) {
        if (one.isSharded()) {
            Set<Sha256> old = new HashSet<>();
            one.filesBefore().forEach(stub -> old.add(stub.frame().sha256()));
            Set<Sha256> now = new HashSet<>();
            one.filesAfter().forEach(stub -> now.add(stub.frame().sha256()));
            return one.file().hasOld() && one.file().hasNew() && !old.equals(now);
        }
        FrameEntry old = one.before().frame();
        FrameEntry now = one.after().frame();
        return old.format().equals(now.format()) && !old.sha256().equals(now.sha256());
    }

    /** Makes sure, once for all files, that the objects are here that the numbers are computed from. */
    public static void require(ObjectStore store, List<Compared> all) throws IOException {
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (Compared one : all) {
            StubDiffer.slices(one.before(), one.after(), one.changes()).forEach(slice -> objects.add(slice.object()));
            if (isFrameChanged(one)) {
                Stream.concat(one.filesBefore().stream(), one.filesAfter().stream())
                        .flatMap(stub -> stub.frame().encoding().allSlices().stream())
                        .forEach(slice -> objects.add(slice.object()));
            }
        }
        try {
            store.require(objects);
        } catch (MissingObjectsException e) {
            throw e.neededBy(userOf(e.missing().get(0), all));
        }
    }

    private static String userOf(Sha256 oid, List<Compared> all) {
        for (Compared one : all) {
            Optional<String> user = Stream.concat(one.filesBefore().stream(), one.filesAfter().stream())
                    .map(stub -> stub.userOf(oid))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (user.isPresent()) {
                return user.get() + " of " + one.file().path();
            }
        }
        throw new IllegalArgumentException("nobody asked for " + oid);
    }

    /**
     * Says what a command needs.
     *
     * @param isNumbers whether parameters are to be read
     * @param isHistograms whether histograms of the changes are wanted, too
     */
    public record Wanted(boolean isNumbers, boolean isHistograms) {}

    /** Reads what a side says beside its parameters. */
    @FunctionalInterface
    public interface FactSource {
        /** Returns it by key. */
        Map<String, String> of(Stub stub) throws IOException;
    }

    /**
     * Computes numbers.
     *
     * @param differ reads the parameters
     * @param facts reads the rest
     * @param withHistograms whether histograms are wanted, too
     */
    public record Numbers(StubDiffer differ, FactSource facts, boolean withHistograms) {
        private Map<String, String> facts(List<Stub> stubs) throws IOException {
            Map<String, String> all = new TreeMap<>();
            for (Stub stub : stubs) {
                facts.of(stub).forEach(all::putIfAbsent);
            }
            return all;
        }

        private ParameterRow row(Compared compared, ParameterChange change) throws IOException {
            Optional<DeltaHistogram> histogram =
                    withHistograms && change.isComparable() ? Optional.of(new DeltaHistogram()) : Optional.empty();
            return new ParameterRow(
                    change, differ.statistics(compared.before(), compared.after(), change, histogram), histogram);
        }
    }

    /**
     * Puts the numbers beside what differs.
     *
     * @param numbers what computes them; nothing to leave them out
     */
    public static FileDiff finish(Compared compared, Optional<Numbers> numbers) throws IOException {
        List<ParameterRow> rows = new ArrayList<>();
        for (ParameterChange change : compared.changes()) {
            rows.add(
                    numbers.isPresent()
                            ? numbers.get().row(compared, change)
                            : new ParameterRow(change, Optional.empty(), Optional.empty()));
        }
        ChangedFile file = compared.file();
        boolean isFrameChanged = isFrameChanged(compared);
        List<FactChange> facts = isFrameChanged && numbers.isPresent()
                ? FactChange.between(
                        numbers.get().facts(compared.filesBefore()),
                        numbers.get().facts(compared.filesAfter()))
                : List.of();
        // The frames of a model's files say where parameters lie, too, which is no change.
        boolean frame = isFrameChanged && (!compared.isSharded() || !facts.isEmpty());
        return new FileDiff(
                file,
                file.hasOld() ? compared.before().frame().format() : "",
                file.hasNew() ? compared.after().frame().format() : "",
                frame,
                facts,
                Math.max(
                        StubSummary.of(compared.before()).parameters(),
                        StubSummary.of(compared.after()).parameters()),
                rows);
    }
}
