// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.Pairing;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.StubDiffer;
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
                List<ParameterChange> changes = Pairing.between(old, now).stream()
                        .filter(change -> isNamed(change))
                        .toList();
                compared.add(new Compared(file, old, now, changes));
            }
        }
        return compared;
    }

    private boolean isNamed(ParameterChange change) {
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

    /** Makes sure, once for all files, that the objects are here that the numbers are computed from. */
    public static void require(ObjectStore store, List<Compared> all) throws IOException {
        Set<StoredObject> objects = new LinkedHashSet<>();
        all.forEach(one -> StubDiffer.slices(one.before(), one.after(), one.changes())
                .forEach(slice -> objects.add(slice.object())));
        store.require(objects);
    }

    /**
     * Puts the numbers beside what differs.
     *
     * @param differ what computes them; nothing to leave them out
     */
    public static FileDiff finish(Compared compared, Optional<StubDiffer> differ) throws IOException {
        List<ParameterRow> rows = new ArrayList<>();
        for (ParameterChange change : compared.changes()) {
            rows.add(new ParameterRow(
                    change,
                    differ.isPresent()
                            ? differ.get().statistics(compared.before(), compared.after(), change)
                            : Optional.empty()));
        }
        ChangedFile file = compared.file();
        FrameEntry old = compared.before().frame();
        FrameEntry now = compared.after().frame();
        return new FileDiff(
                file,
                file.hasOld() ? old.format() : "",
                file.hasNew() ? now.format() : "",
                !old.sha256().equals(now.sha256()),
                Math.max(
                        StubSummary.of(compared.before()).parameters(),
                        StubSummary.of(compared.after()).parameters()),
                rows);
    }
}
