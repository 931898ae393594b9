// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.FactChange;
import org.gittheta.filter.diff.Pairing;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.diff.statistics.DeltaHistogram;
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
     */
    public record Compared(ChangedFile file, Stub before, Stub after, List<ParameterChange> changes) {}

    /** Returns the files of which a side is a stub, and the other is one, too, or is not there. */
    public List<Compared> compare(List<ChangedFile> files) throws IOException {
        List<Compared> compared = new ArrayList<>();
        for (ChangedFile file : files) {
            Optional<Stub> before = file.hasOld() ? stub(file.oldOid()) : Optional.empty();
            Optional<Stub> after = file.hasNew() ? stub(file.oid()) : Optional.empty();
            boolean bothKnown = before.isPresent() == file.hasOld() && after.isPresent() == file.hasNew();
            if (bothKnown && (before.isPresent() || after.isPresent())) {
                Stub old = before.orElseGet(() -> nothing(after.orElseThrow()));
                Stub now = after.orElseGet(() -> nothing(before.orElseThrow()));
                compared.add(compare(file, old, now, names));
            }
        }
        return compared;
    }

    /** Compares two stubs, in the parameters of some names. */
    static Compared compare(ChangedFile file, Stub before, Stub after, Predicate<String> names) {
        return new Compared(
                file,
                before,
                after,
                Pairing.between(before, after).stream()
                        .filter(change -> isNamed(change, names))
                        .toList());
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
                one.before().frame().encoding().allSlices().forEach(slice -> objects.add(slice.object()));
                one.after().frame().encoding().allSlices().forEach(slice -> objects.add(slice.object()));
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
            Optional<String> user =
                    one.before().userOf(oid).or(() -> one.after().userOf(oid));
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
        boolean frame = isFrameChanged(compared);
        return new FileDiff(
                file,
                file.hasOld() ? compared.before().frame().format() : "",
                file.hasNew() ? compared.after().frame().format() : "",
                frame,
                frame && numbers.isPresent()
                        ? FactChange.between(
                                numbers.get().facts().of(compared.before()),
                                numbers.get().facts().of(compared.after()))
                        : List.of(),
                Math.max(
                        StubSummary.of(compared.before()).parameters(),
                        StubSummary.of(compared.after()).parameters()),
                rows);
    }
}
