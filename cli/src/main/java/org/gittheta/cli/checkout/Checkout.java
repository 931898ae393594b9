// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.progress.ByteProgress;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.filter.smudge.CheckpointWriter;

/** Writes checkpoints into one worktree, and refreshes the index after them. */
public final class Checkout {
    private final CommandContext context;
    private final Worktree worktree;
    private final Restorer restorer;

    /**
     * Takes the world, the worktree, and the repository that has its objects, or fetches them.
     *
     * @param quiet whether no progress is shown
     */
    public Checkout(CommandContext context, Worktree worktree, CheckpointRepository repository, boolean quiet)
            throws IOException {
        this.context = context;
        this.worktree = worktree;
        CheckpointWriter writer = repository.writer();
        CheckpointSink sink = (stub, out) -> {
            writer.write(stub, out);
            repository.remember(stub);
        };
        this.restorer = new Restorer(worktree.top(), repository.source(), sink, new ByteProgress(context, quiet));
    }

    /**
     * Writes those of the files that are missing or are the very stub that the index has; changes nobody's work.
     *
     * <p>Sparse checkouts keep their gaps.
     */
    public RestoreResult fill(List<TrackedFile> files) throws IOException {
        List<TrackedFile> gaps = new ArrayList<>();
        for (TrackedFile file : files) {
            BlobContent content = WorkingFile.read(
                    worktree.top().resolve(file.path()), file.oid().length());
            boolean missing = content instanceof BlobContent.Missing && !file.skipped();
            boolean stub = content instanceof BlobContent.Stubbed stubbed
                    && stubbed.oid().equals(file.oid());
            if (file.stage() == 0 && (missing || stub)) {
                gaps.add(file);
            }
        }
        return restore(gaps, false, WorkingFileWriter.Overwrite.STUB);
    }

    /** Writes the files, whatever is in their place. */
    public RestoreResult overwrite(List<TrackedFile> files) throws IOException {
        return restore(files, false, WorkingFileWriter.Overwrite.ANYTHING);
    }

    /** Writes the files, whatever is in their place, and puts their blobs into the index. */
    public RestoreResult overwriteAndStage(List<TrackedFile> files) throws IOException {
        return restore(files, true, WorkingFileWriter.Overwrite.ANYTHING);
    }

    /** Writes the files, whatever is in their place, and leaves the index as it is: they are in conflict there. */
    public RestoreResult overwriteOnly(List<TrackedFile> files) throws IOException {
        try (BlobReader blobs = new BlobReader(context.git())) {
            return restorer.restore(files, blobs, WorkingFileWriter.Overwrite.ANYTHING);
        }
    }

    private RestoreResult restore(List<TrackedFile> files, boolean stage, WorkingFileWriter.Overwrite overwrite)
            throws IOException {
        RestoreResult result;
        try (BlobReader blobs = new BlobReader(context.git())) {
            result = restorer.restore(files, blobs, overwrite);
        }
        IndexUpdate index = new IndexUpdate(context, worktree);
        Set<String> written = new HashSet<>();
        result.written().forEach(file -> written.add(file.path()));
        List<TrackedFile> entries =
                files.stream().filter(file -> written.contains(file.path())).toList();
        if (stage) {
            index.stage(entries);
        }
        index.refresh(entries, result.written());
        return result;
    }
}
