// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.gittheta.cli.progress.ByteProgress;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.ContentCheck;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.RawCodec;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;

/** Reads every object that stubs name, and then decodes every parameter in those that are whole. */
final class ObjectCheck {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;
    private final ByteProgress progress;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<StoredObject> bad = new HashSet<>();

    ObjectCheck(ObjectStore store, Codecs codecs, Workers workers, ByteProgress progress) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
        this.progress = progress;
    }

    List<Fault> run(StubScan scan) throws IOException {
        long bytes =
                scan.objects().keySet().stream().mapToLong(StoredObject::size).sum();
        progress.begin("Checking objects", bytes);
        objects(scan.objects());
        progress.begin(
                "Decoding parameters",
                scan.contents().stream()
                        .mapToLong(used -> used.parameter().size())
                        .sum());
        for (Fault fault : scan.faults()) {
            if (fault.object().isEmpty() || !bad.contains(fault.object().get())) {
                faults.add(fault);
            }
        }
        contents(scan.contents());
        progress.end();
        return faults;
    }

    private void objects(Map<StoredObject, Fault.User> objects) throws IOException {
        Map<StoredObject, CompletableFuture<Optional<Fault>>> looks = new LinkedHashMap<>();
        objects.forEach((object, user) -> looks.put(object, workers.run(() -> look(object, user))));
        for (Map.Entry<StoredObject, CompletableFuture<Optional<Fault>>> look : looks.entrySet()) {
            Workers.await(look.getValue()).ifPresent(fault -> {
                faults.add(fault);
                bad.add(look.getKey());
            });
        }
    }

    private Optional<Fault> look(StoredObject object, Fault.User user) throws IOException {
        try (FileChannel channel = store.open(object.oid(), object.size())) {
            Sha256Digest digest = new Sha256Digest();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, object.size()));
            while (channel.read(buffer.clear()) > 0) {
                digest.update(buffer.array(), 0, buffer.position());
                progress.add(buffer.position());
            }
            Sha256 found = digest.finish();
            return found.equals(object.oid())
                    ? Optional.empty()
                    : Optional.of(new Fault(
                            Fault.Kind.DAMAGED, user, Optional.of(object), "its bytes have the hash " + found));
        } catch (MissingObjectsException e) {
            return Optional.of(new Fault(Fault.Kind.MISSING, user, Optional.of(object), "it is not here"));
        } catch (CorruptObjectException e) {
            return Optional.of(new Fault(
                    Fault.Kind.DAMAGED, user, Optional.of(object), "it does not have its " + object.size() + " bytes"));
        } catch (IOException e) {
            return Optional.of(
                    new Fault(Fault.Kind.DAMAGED, user, Optional.of(object), "it cannot be read: " + e.getMessage()));
        }
    }

    private void contents(List<StubScan.Used> contents) throws IOException {
        try (ContentCheck check = new ContentCheck(store, codecs, workers)) {
            for (StubScan.Used used : contents) {
                progress.add(used.parameter().size());
                List<Slice> slices = used.parameter().encoding().allSlices();
                if (slices.stream().noneMatch(slice -> bad.contains(slice.object())) && !isItsObject(used)) {
                    check.parameter(
                            used.parameter(),
                            fault -> faults.add(new Fault(
                                    Fault.Kind.CONTENT,
                                    used.user(),
                                    slices.stream().map(Slice::object).findFirst(),
                                    fault.getMessage())));
                }
            }
        }
    }

    /** Tells whether a parameter's bytes are an object as it is: then they were compared already. */
    private static boolean isItsObject(StubScan.Used used) {
        List<Slice> slices = used.parameter().encoding().slices();
        return used.parameter().encoding().codec().equals(RawCodec.NAME)
                && slices.size() == 1
                && slices.get(0).isWhole()
                && slices.get(0).objectSize() == used.parameter().size()
                && slices.get(0).oid().equals(used.parameter().sha256());
    }
}
