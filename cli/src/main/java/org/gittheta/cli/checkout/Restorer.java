// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gittheta.cli.progress.ByteProgress;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.StubFormatException;

/** Writes checkpoints into the worktree, several at once; one that fails does not keep the others. */
final class Restorer {
    /** Enough to overlap small files; the parameters of large ones are decoded in parallel anyway. */
    private static final int FILES_AT_ONCE = 2;

    private final ObjectStore store;
    private final WorkingFileWriter writer;
    private final ByteProgress progress;

    Restorer(Path top, ObjectStore store, CheckpointSink sink, ByteProgress progress) {
        this.store = store;
        this.progress = progress;
        this.writer = new WorkingFileWriter(top, (stub, out) -> sink.write(stub, new CountedChannel(out, progress)));
    }

    /** Reads the files' stubs and writes the checkpoints that they stand for. */
    RestoreResult restore(List<TrackedFile> files, BlobReader blobs, WorkingFileWriter.Overwrite overwrite)
            throws IOException {
        List<RestoreResult.Fault> faults = new ArrayList<>();
        List<RestoreJob> jobs = new ArrayList<>();
        List<TrackedFile> raw = new ArrayList<>();
        for (TrackedFile file : files) {
            BlobContent content = blobs.read(file.oid());
            if (file.stage() != 0) {
                faults.add(
                        new RestoreResult.Fault(file.path(), new IOException("it is in conflict: settle the merge")));
            } else if (content instanceof BlobContent.Stubbed stubbed) {
                jobs.add(new RestoreJob(file, stubbed.stub()));
            } else if (content instanceof BlobContent.Raw) {
                raw.add(file);
            } else {
                faults.add(new RestoreResult.Fault(file.path(), fault(content)));
            }
        }
        List<RestoreJob> ready = withObjects(jobs, faults);
        long bytes = ready.stream()
                .mapToLong(job -> StubSummary.of(job.stub()).rawBytes())
                .sum();
        progress.begin("Writing checkpoints", bytes);
        List<FreshFile> written = write(ready, overwrite, faults);
        progress.end();
        return new RestoreResult(written, raw, faults);
    }

    private static StubFormatException fault(BlobContent content) {
        if (content instanceof BlobContent.Damaged damaged) {
            return new StubFormatException(damaged.reason());
        }
        return new StubFormatException("git does not have its blob");
    }

    /** Asks for all objects at once, so that they can come in one download. */
    private List<RestoreJob> withObjects(List<RestoreJob> jobs, List<RestoreResult.Fault> faults) throws IOException {
        Set<StoredObject> objects = new LinkedHashSet<>();
        jobs.forEach(job -> objects.addAll(job.stub().objects()));
        try {
            store.require(objects);
            return jobs;
        } catch (MissingObjectsException e) {
            Set<Sha256> missing = Set.copyOf(e.missing());
            List<RestoreJob> ready = new ArrayList<>();
            for (RestoreJob job : jobs) {
                List<Sha256> lacking = job.stub().objects().stream()
                        .map(StoredObject::oid)
                        .filter(missing::contains)
                        .toList();
                if (lacking.isEmpty()) {
                    ready.add(job);
                } else {
                    MissingObjectsException fault = new MissingObjectsException(lacking, e.reason())
                            .neededBy(job.stub().userOf(lacking.get(0)).orElseThrow());
                    faults.add(new RestoreResult.Fault(job.file().path(), fault));
                }
            }
            return ready;
        }
    }

    private List<FreshFile> write(
            List<RestoreJob> jobs, WorkingFileWriter.Overwrite overwrite, List<RestoreResult.Fault> faults)
            throws IOException {
        List<FreshFile> written = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(FILES_AT_ONCE);
        try {
            List<Future<FreshFile>> results = jobs.stream()
                    .map(job -> threads.submit(() -> writer.write(job.file(), job.stub(), overwrite)))
                    .toList();
            for (int i = 0; i < jobs.size(); i++) {
                try {
                    written.add(results.get(i).get());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof Exception cause)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    faults.add(new RestoreResult.Fault(jobs.get(i).file().path(), cause));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while checkpoints were written");
        } finally {
            threads.shutdownNow();
        }
        return written;
    }
}
